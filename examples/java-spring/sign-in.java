// Signs people in. Spring Boot 3.5 with spring-boot-starter-web and spring-boot-starter-oauth2-client
package example;

import java.net.URI;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
class SignIn {
  static final String ISSUER = "https://auth.example.com";
  static final String CLIENT_ID = "YOUR_CLIENT_ID";
  static final String CLIENT_SECRET = "YOUR_CLIENT_SECRET";
  static final String REDIRECT_URI = "https://app.example.com/callback";

  public static void main(String[] args) {
    SpringApplication program = new SpringApplication(SignIn.class);
    program.setDefaultProperties(Map.of("server.port", 8080));
    program.run(args);
  }

  @Bean
  ClientRegistrationRepository servers() {
    return new InMemoryClientRegistrationRepository(
        ClientRegistrations.fromIssuerLocation(ISSUER)
            .registrationId("latchkey")
            .clientId(CLIENT_ID)
            .clientSecret(CLIENT_SECRET)
            .redirectUri(REDIRECT_URI)
            .scope("openid", "profile", "email")
            .build());
  }

  @Bean
  SecurityFilterChain pages(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .oauth2Login(login -> login.redirectionEndpoint(at -> at.baseUri(URI.create(REDIRECT_URI).getPath())))
        .build();
  }

  @GetMapping(path = "/", produces = "text/plain")
  String who(@AuthenticationPrincipal OidcUser person) {
    return "Signed in: " + person.getEmail();
  }
}
