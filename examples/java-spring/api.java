// Protects an API: every call needs a token of the server. Spring Boot 3.5 with spring-boot-starter-web and
// spring-boot-starter-oauth2-resource-server
package example;

import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
class Api {
  static final String ISSUER = "https://auth.example.com";
  // the identifier of the API, if it is registered under Resources
  static final String AUDIENCE = ISSUER;

  public static void main(String[] args) {
    SpringApplication program = new SpringApplication(Api.class);
    program.setDefaultProperties(Map.of("server.port", 8080));
    program.run(args);
  }

  @Bean
  JwtDecoder decoder() {
    NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(ISSUER).validateType(false).build();
    decoder.setJwtValidator(
        JwtValidators.createDefaultWithValidators(
            new JwtTypeValidator(List.of("at+jwt")),
            new JwtClaimValidator<String>(JwtClaimNames.ISS, ISSUER::equals),
            new JwtClaimValidator<List<String>>(JwtClaimNames.AUD, aud -> aud != null && aud.contains(AUDIENCE))));
    return decoder;
  }

  @Bean
  SecurityFilterChain calls(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
        .build();
  }

  @GetMapping("/")
  Map<String, Object> who(@AuthenticationPrincipal Jwt token) {
    return Map.of("subject", token.getSubject(), "scopes", token.getClaimAsString("scope").split(" "));
  }
}
