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

    /// What the host, its kernel log and its PCI bus say; nothing here touches the driver. Arguments:
    /// mark, what is wanted, and where the node's file tree begins (empty but in tests).
    static let host = #"""
        mark() { printf '\n%s %s\n' "$nonce" "$*"; }
        nonce=$1 want=$2 root=$3 PATH=${3:+$3/bin:}$PATH
        case $want in *host*)
            mark system; uname -sr
            mark boot; cat "$root/proc/sys/kernel/random/boot_id" 2>/dev/null
            mark load; cat "$root/proc/loadavg" 2>/dev/null
            mark memory; grep -E '^Mem(Total|Available):' "$root/proc/meminfo" 2>/dev/null
            mark stat; grep '^cpu' "$root/proc/stat" 2>/dev/null
            mark infiniband
            for f in "$root"/sys/class/infiniband/*/ports/*/state; do
                [ -r "$f" ] && printf '%s %s\n' "$f" "$(cat "$f")"
            done
            mark network
            for d in "$root"/sys/class/net/*; do
                [ -e "$d/device" ] || continue
                printf '%s %s %s\n' "${d##*/}" "$(cat "$d/flags" 2>/dev/null)" \
                    "$(cat "$d/operstate" 2>/dev/null)"
            done
        esac
        mark now; date +%s
        mark uptime; cat "$root/proc/uptime" 2>/dev/null
        mark gpus; ls "$root/proc/driver/nvidia/gpus" 2>/dev/null
        mark pci
        for d in "$root"/sys/bus/pci/devices/*; do
            vendor= class= driver=
            read -r vendor <"$d/vendor" && [ "$vendor" = 0x10de ] && read -r class <"$d/class"
            case $class in 0x03*) ;; *) continue ;; esac
            [ -e "$d/driver" ] && driver=$(readlink "$d/driver")
            printf '%s %s\n' "${d##*/}" "${driver##*/}"
        done 2>/dev/null
        mark files
        for f in "$root"/dev/nvidia[0-9]*; do
            [ -e "$f" ] && [ -r "$f" ] && [ -w "$f" ] && printf '%s\n' "${f##*/}"
        done
        mark cgroup; cat "$root/proc/self/cgroup" 2>/dev/null
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
        case $want in *host*)
            mark disks
            if command -v timeout >/dev/null; then timeout -s KILL 3 df -P -k -l; else df -P -k -l
            fi 2>/dev/null
        esac
        mark end
        """#

    /// What changes slowly of the GPUs. Arguments: mark, nvidia-smi, and the GPUs to ask for where not
    /// all answer.
    static let devices = #"""
        mark() { printf '\n%s %s\n' "$nonce" "$*"; }
        nonce=$1 smi=$2 devices=$3
        mark query; "$smi" -q -x ${devices:+-i "$devices"}; status=$?
        mark status $status
        [ $status = 126 ] || [ $status = 127 ] && exit $status
        mark list; "$smi" -L
        mark nvlink; "$smi" nvlink -s 2>/dev/null
        mark end
        """#

    /// Compute processes and whose they are. Arguments: mark, nvidia-smi.
    static let processes = #"""
        mark() { printf '\n%s %s\n' "$nonce" "$*"; }
        nonce=$1 smi=$2
        mark apps
        apps=$("$smi" --query-compute-apps=gpu_uuid,pid,used_memory,process_name \
            --format=csv,noheader,nounits); status=$?
        printf '%s\n' "$apps"
        mark apps-status $status
        pids=$(printf '%s\n' "$apps" |
            sed -n 's/^[^,]*, *\([0-9][0-9]*\),.*/\1/p' | head -n 256 | tr '\n' ',')
        mark users
        [ -n "$pids" ] && { ps -o pid=,user:32=,args= -p "${pids%,}" 2>/dev/null ||
            ps -o pid=,user=,args= -p "${pids%,}" 2>/dev/null; }
        mark end
        """#
}

extension NvidiaSMISettings {
    /// Asks what can be asked for, in one command.
    func probeCommand(mark: String) -> Command {
        script(NodeScripts.probe, [mark, command])
    }

    /// Asks the host.
    func hostCommand(mark: String) -> Command {
        let want = [readsHost ? "host" : "", readsKernelLog ? "log" : ""].joined(separator: ",")
        return script(NodeScripts.host, [mark, want, root])
    }

    /// Asks for what changes slowly of the GPUs; of the named ones only, if any are named.
    func devicesCommand(mark: String, devices: [String]) -> Command {
        script(NodeScripts.devices, [mark, command, devices.joined(separator: ",")])
    }

    /// Asks for compute processes.
    func processesCommand(mark: String) -> Command {
        script(NodeScripts.processes, [mark, command])
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
