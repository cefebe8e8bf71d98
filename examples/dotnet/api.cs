// Protects an API: every call needs a token of the server. dotnet run api.cs
#:sdk Microsoft.NET.Sdk.Web
#:package Microsoft.AspNetCore.Authentication.JwtBearer@10.*

using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;

const string Issuer = "https://auth.example.com";
// the identifier of the API, if it is registered under Resources
const string Audience = Issuer;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://localhost:8080");
builder.Services.AddAuthorization();
builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
{
    options.Authority = Issuer;
    options.RequireHttpsMetadata = Issuer.StartsWith("https:"); // plain http is for a server on this machine only
    options.Audience = Audience;
    options.MapInboundClaims = false;
    options.TokenValidationParameters.ValidTypes = ["at+jwt"];
});

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.MapGet("/", (ClaimsPrincipal caller) => Results.Json(new
{
    subject = caller.FindFirstValue("sub"),
    scopes = (caller.FindFirstValue("scope") ?? "").Split(' '),
})).RequireAuthorization();
app.Run();
