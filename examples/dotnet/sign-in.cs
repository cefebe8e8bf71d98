// Signs people in. dotnet run sign-in.cs
#:sdk Microsoft.NET.Sdk.Web
#:package Microsoft.AspNetCore.Authentication.OpenIdConnect@10.*

using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

const string Issuer = "https://auth.example.com";
const string ClientId = "YOUR_CLIENT_ID";
const string ClientSecret = "YOUR_CLIENT_SECRET";
const string RedirectUri = "https://app.example.com/callback";

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://localhost:8080");
builder.Services.AddAuthorization();
builder.Services.AddAuthentication(options =>
{
    options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
    options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
}).AddCookie().AddOpenIdConnect(options =>
{
    options.Authority = Issuer;
    options.RequireHttpsMetadata = Issuer.StartsWith("https:"); // plain http is for a server on this machine only
    options.ClientId = ClientId;
    options.ClientSecret = ClientSecret;
    options.CallbackPath = new Uri(RedirectUri).AbsolutePath;
    options.Events.OnRedirectToIdentityProvider = context =>
    {
        context.ProtocolMessage.RedirectUri = RedirectUri;
        return Task.CompletedTask;
    };
    options.ResponseType = OpenIdConnectResponseType.Code;
    options.ResponseMode = OpenIdConnectResponseMode.Query;
    options.CorrelationCookie.SameSite = SameSiteMode.Lax;
    options.NonceCookie.SameSite = SameSiteMode.Lax;
    options.Scope.Add("email"); // beside openid and profile
    options.MapInboundClaims = false;
});

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.MapGet("/", (ClaimsPrincipal person) =>
    $"Signed in: {person.FindFirstValue("email") ?? person.FindFirstValue("sub")}").RequireAuthorization();
app.Run();
