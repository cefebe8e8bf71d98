module latchkey.example/kubelogin

go 1.25

require github.com/int128/kubelogin v1.36.0
