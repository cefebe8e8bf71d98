require_relative 'app'
run BenchApplication
