"""Speed and memory, by stage and against the parser's own pipeline: ``python -m benchmarks``."""
