#!/usr/bin/env bash
# Packs an application for a machine that has PyTorch with CUDA but no .NET: pack.sh PROJECT FOLDER
# writes FOLDER/app.tar.xz (the application, without libtorch) and FOLDER/dotnet.tar.xz (the .NET runtime of this machine).
set -euo pipefail
project=$1
folder=$(realpath "$2")
staged=$(mktemp -d)
trap 'rm -rf "$staged"' EXIT

dotnet publish -c Release "$project" -o "$staged/app" -p:SatelliteResourceLanguages=en
# libtorch is the other machine's; without the manifest the host takes what lies beside the application.
find "$staged/app" \( -name 'lib*.so*' ! -name 'libLibTorchSharp.so' ! -name 'libSkiaSharp.so' ! -name 'libonnxruntime.so' \) -delete
rm -f "$staged"/app/*.deps.json "$staged"/app/*.pdb "$staged"/app/*.xml
tar -C "$staged" -cf - app | xz -T0 -6 > "$folder/app.tar.xz"

root=$(dirname "$(readlink -f "$(command -v dotnet)")")
version=$(dotnet --list-runtimes | awk '$1 == "Microsoft.NETCore.App" {print $2}' | tail -n 1)
if [ ! -f "$folder/dotnet.tar.xz" ]; then
    tar -C "$root" -cf - dotnet "host/fxr/$version" "shared/Microsoft.NETCore.App/$version" | xz -T0 -6 > "$folder/dotnet.tar.xz"
fi
ls -l "$folder"
