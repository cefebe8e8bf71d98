module latchkey.example/hashicorp-cap

go 1.24

require github.com/hashicorp/cap v0.16.0
