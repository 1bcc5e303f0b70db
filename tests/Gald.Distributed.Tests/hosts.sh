#!/usr/bin/env bash
# Runs a command as two processes on two hosts that this machine plays: network namespaces with an address and a host name of their own, joined by
# a cable. MPI starts the second process through the agent below, as it would by ssh, and talks TCP.
# Needs root, iproute2 and Open MPI.
set -euo pipefail

one="gald$$a" two="gald$$b"
agent=$(mktemp)
cleanup() {
    for host in "$one" "$two"; do
        ip netns pids "$host" 2> /dev/null | xargs --no-run-if-empty kill -9 2> /dev/null || true
        ip netns del "$host" 2> /dev/null || true
    done
    rm -f "$agent"
}
trap cleanup EXIT

ip netns add "$one"
ip netns add "$two"
ip link add veth0 netns "$one" type veth peer name veth0 netns "$two"
number=1
for host in "$one" "$two"; do
    ip -n "$host" addr add "10.77.0.$number/24" dev veth0
    ip -n "$host" link set veth0 up
    ip -n "$host" link set lo up
    number=$((number + 1))
done

cat > "$agent" << END
#!/bin/sh
# HOST COMMAND…
shift
exec ip netns exec $two unshare --uts sh -c 'hostname gald-two && eval "\$@"' sh "\$@"
END
chmod +x "$agent"

ip netns exec "$one" unshare --uts sh -c 'hostname gald-one && exec "$@"' sh \
    mpirun --allow-run-as-root --bind-to none --host 10.77.0.1:1,10.77.0.2:1 -n 2 -x OMP_NUM_THREADS=1 \
    --mca plm rsh --mca plm_rsh_agent "$agent" --mca btl tcp,self --mca btl_tcp_if_include 10.77.0.0/24 --mca oob_tcp_if_include 10.77.0.0/24 \
    --mca mpi_yield_when_idle 1 "$@"
