#!/usr/bin/env bash
# Runs a packed application against the libtorch of this machine's PyTorch: run.sh FOLDER APPLICATION.dll ARGUMENTS…
# Unpacks once, into GALD_GPU_HOME.
set -euo pipefail
folder=$1
shift
home=${GALD_GPU_HOME:-${TMPDIR:-/tmp}/gald-gpu}
torch=$(python3 -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))')

if [ ! -d "$home/dotnet" ]; then
    mkdir -p "$home/dotnet"
    tar -C "$home/dotnet" -xJf "$folder/dotnet.tar.xz"
fi
if [ ! -d "$home/app" ]; then
    tar -C "$home" -xJf "$folder/app.tar.xz"
    # What this libtorch no longer has is met when it is called, and not when the library is loaded.
    nm -D --undefined-only "$home/app/libLibTorchSharp.so" | awk '$1 == "U" {print $2}' | grep -E '^_Z' | sed 's/@.*//' | sort -u > "$home/wanted"
    for library in libtorch_cpu libtorch libc10 libtorch_cuda libc10_cuda; do
        nm -D --defined-only "$torch/$library.so" | awk '{print $NF}'
    done | sort -u > "$home/there"
    nm -D --defined-only "$(g++ -print-file-name=libstdc++.so.6)" "$(g++ -print-file-name=libgcc_s.so.1)" | awk '{print $NF}' | sed 's/@.*//' | sort -u >> "$home/there"
    sort -u -o "$home/there" "$home/there"
    comm -23 "$home/wanted" "$home/there" > "$home/missing"
    {
        echo '#include <stdio.h>'
        echo '#include <stdlib.h>'
        while read -r symbol; do
            case $symbol in
                _ZT*) echo "char $symbol[4096];" ;;
                *) echo "void $symbol(void) { fputs(\"libtorch lacks $symbol\\n\", stderr); abort(); }" ;;
            esac
        done < "$home/missing"
    } > "$home/missing.c"
    gcc -shared -fPIC -o "$home/libmissing.so" "$home/missing.c"
    echo "libtorch of PyTorch $(python3 -c 'import torch; print(torch.__version__)') lacks $(wc -l < "$home/missing") of $(wc -l < "$home/wanted") symbols"
fi

application=$1
shift
export DOTNET_ROOT="$home/dotnet" DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
export LD_LIBRARY_PATH="$torch${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
LD_PRELOAD="$home/libmissing.so" exec "$home/dotnet/dotnet" "$home/app/$application" "$@"
