import Collector

/// What runs at the node, as fixed text for a POSIX shell; everything that varies is an argument, so
/// that nothing from the configuration or the node becomes shell text. The same locally and over ssh.
enum NodeScripts {
    /// What can be asked for, which GPUs there are, and whether one of them spoils the answer.
    /// Arguments: mark, nvidia-smi.
    static let probe = #"""
        mark() { printf '\n%s %s\n' "$nonce" "$*"; }
        nonce=$1 smi=$2
        mark help
        "$smi" --help-query-gpu
        mark status $?
        mark rows
        "$smi" --query-gpu=index,pci.bus_id,driver_version --format=csv,noheader,nounits
        mark rows-status $?
        mark gpus
        ls /proc/driver/nvidia/gpus 2>/dev/null
        mark end
        """#

    /// The slow beat. Arguments: mark, nvidia-smi, what is wanted, and the GPUs to ask for where not all
    /// answer.
    ///
    /// What the host and its kernel log say comes first: it is what one wants to know when nvidia-smi
    /// hangs.
    static let slow = #"""
        mark() { printf '\n%s %s\n' "$nonce" "$*"; }
        nonce=$1 smi=$2 want=$3 devices=$4
        case $want in *host*)
            mark system; uname -sr
            mark boot; cat /proc/sys/kernel/random/boot_id 2>/dev/null
            mark load; cat /proc/loadavg 2>/dev/null
            mark memory; grep -E '^Mem(Total|Available):' /proc/meminfo 2>/dev/null
            mark stat; grep '^cpu' /proc/stat 2>/dev/null
            mark disks; df -P -k -l 2>/dev/null
            mark infiniband
            for f in /sys/class/infiniband/*/ports/*/state; do
                [ -r "$f" ] && printf '%s %s\n' "$f" "$(cat "$f")"
            done
            mark network
            for d in /sys/class/net/*; do
                [ -e "$d/device" ] || continue
                printf '%s %s %s\n' "${d##*/}" "$(cat "$d/flags" 2>/dev/null)" \
                    "$(cat "$d/operstate" 2>/dev/null)"
            done
        esac
        mark now; date +%s
        mark uptime; cat /proc/uptime 2>/dev/null
        mark gpus; ls /proc/driver/nvidia/gpus 2>/dev/null
        case $want in *log*)
            mark kernel
            if log=$(dmesg 2>/dev/null); then
                printf '%s\n' "$log" | grep -F 'NVRM: Xid' | tail -n 256
                mark kernel-read
            elif log=$(journalctl -k -b -q --no-pager -n 20000 -o short-unix 2>/dev/null) &&
                [ -n "$log" ]; then
                printf '%s\n' "$log" | grep -F 'NVRM: Xid' | tail -n 256
                mark kernel-read
            fi
        esac
        mark query; "$smi" -q -x ${devices:+-i "$devices"}; status=$?
        mark status $status
        [ $status = 126 ] || [ $status = 127 ] && exit $status
        mark list; "$smi" -L
        mark nvlink; "$smi" nvlink -s 2>/dev/null
        case $want in *processes*)
            mark apps
            apps=$("$smi" --query-compute-apps=gpu_uuid,pid,used_memory,process_name \
                --format=csv,noheader,nounits) && printf '%s\n' "$apps" && mark apps-read
            pids=$(printf '%s\n' "$apps" |
                sed -n 's/^[^,]*, *\([0-9][0-9]*\),.*/\1/p' | head -n 256 | tr '\n' ',')
            mark users
            [ -n "$pids" ] && { ps -o pid=,user:32=,args= -p "${pids%,}" 2>/dev/null ||
                ps -o pid=,user=,args= -p "${pids%,}" 2>/dev/null; }
        esac
        mark end
        """#
}

extension NvidiaSMISettings {
    /// Asks what can be asked for, in one command.
    func probeCommand(mark: String) -> Command {
        script(NodeScripts.probe, [mark, command])
    }

    /// One slow beat, in one command; of the named GPUs only, if any are named.
    func slowCommand(mark: String, devices: [String]) -> Command {
        var want: [String] = []
        if readsHost { want.append("host") }
        if readsKernelLog { want.append("log") }
        if readsProcesses { want.append("processes") }
        return script(
            NodeScripts.slow,
            [mark, command, want.joined(separator: ","), devices.joined(separator: ",")])
    }

    /// nvidia-smi with these arguments.
    func command(_ arguments: [String]) -> Command {
        Command(command, arguments, environment: Self.environment, host: host)
    }

    private func script(_ text: String, _ arguments: [String]) -> Command {
        Command(
            "sh", ["-c", text, "sh"] + arguments, environment: Self.environment, host: host)
    }

    private static let environment = ["LC_ALL": "C"]
}
