module latchkey.example/dex

go 1.25.8

// Dex tags no version that Go's modules can name; this is its main branch of that day
require github.com/dexidp/dex v0.0.0-20260806151424-ab64ed778070
