#!/usr/bin/env bash
# All measurements of docs/performance.md on a CUDA device: measure.sh FOLDER (what pack.sh wrote).
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
folder=$(realpath "$1")
gald() { bash run.sh "$folder" Gald.Gpu.dll "$@"; }

nvidia-smi --query-gpu=name,driver_version,memory.used --format=csv,noheader
gald agree
for shape in "1 769 769" "8 360 480"; do
    for precision in float32 tf32 bfloat16; do
        gald time module $shape $precision 30
        gald time contiguous $shape $precision 30
        gald time frozen $shape $precision 30
    done
    for way in float32 tf32 channels-last; do python3 peers.py infer $shape $way 30; done
done
shape="8 769 769"
for precision in float32 tf32 bfloat16; do gald time train $shape $precision 10; done
for way in float32 tf32 channels-last; do python3 peers.py train $shape $way 10; done
python3 peers.py infer 1 769 769 compiled 30
python3 peers.py train $shape compiled 10
