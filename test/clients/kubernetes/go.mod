module latchkey.example/kubernetes

go 1.25.0

require k8s.io/apiserver v0.37.2
