"""A real SLURM on one machine, in a folder of its own, for as long as standard input is open: munged,
slurmctld and one slurmd for each node, with GPUs that are copies of /dev/null. Needs root, because
slurmd does, and neither systemd nor cgroups.

Prints one line of JSON once every node is idle: where the configuration is, and where commands that
misbehave are. Lines on standard input have something done to it; each is answered by a line.
"""
import json, os, shutil, signal, socket, subprocess, sys, tempfile, time

CONFIG = """
ClusterName=lab
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={controller}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={lab}/munge.sock
CredType=cred/munge
StateSaveLocation={lab}/state
SlurmdSpoolDir={lab}/spool/%n
SlurmctldPidFile={lab}/slurmctld.pid
SlurmdPidFile={lab}/slurmd.%n.pid
SlurmctldLogFile={lab}/slurmctld.log
SlurmdLogFile={lab}/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,sched_interval=1,batch_sched_delay=0,sched_min_interval=10000
ReturnToService=2
SlurmdTimeout=30
SlurmctldTimeout=10
InactiveLimit=0
MinJobAge=60
KillWait=1
MessageTimeout=5
RebootProgram=/bin/true
GresTypes=gpu
SlurmdParameters=config_overrides
{nodes}
PartitionName=gpu Nodes=gpu-a01,gpu-a02 Default=YES MaxTime=INFINITE State=UP
PartitionName=infer Nodes=gpu-b01 MaxTime=INFINITE State=UP
"""

# Where no cgroup is mounted, as in a chroot, slurmd ends at once if left to look for one.
CGROUP = """
CgroupPlugin=cgroup/v1
CgroupMountpoint={lab}/cgroup
"""

# Name, GPU type and GPUs of each node.
NODES = [("gpu-a01", "h100", 4), ("gpu-a02", "h100", 4), ("gpu-b01", "l40s", 2)]

# Commands in the place of SLURM's own, by folder: each gets them all.
TRICKS = {
    "unprivileged": 'exec setpriv --reuid=nobody --regid=nogroup --clear-groups "{real}" "$@"',
    "hung": 'case " $* " in *" update "*) exec sleep 60;; esac; exec "{real}" "$@"',
    "lost": 'case " $* " in *" update "*) "{real}" "$@"; exec sleep 60;; esac; exec "{real}" "$@"',
    "garbage": "head -c 20000 /dev/urandom; exit 0",
    "silent": "exec sleep 60",
    "newer": '"{real}" "$@" | sed "s/Version=22[.0-9]*/Version=23.11.4/"',
}


def binary(name):
    path = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")
    if not path:
        sys.exit("there is no " + name)
    return path


def free_ports(count):
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


class Lab:
    def __init__(self):
        self.lab = tempfile.mkdtemp(prefix="hybridtop-slurm-")
        os.chmod(self.lab, 0o755)
        self.conf = self.lab + "/slurm.conf"
        self.environment = dict(os.environ, SLURM_CONF=self.conf)
        self.processes = {}

    def write(self):
        for name in ("state", "spool", "dev"):
            os.mkdir("%s/%s" % (self.lab, name), 0o755)
        for number in range(4):
            os.mknod("%s/dev/nvidia%d" % (self.lab, number), 0o666 | 0o020000, os.makedev(1, 3))
        with open(self.lab + "/munge.key", "wb") as file:
            os.chmod(self.lab + "/munge.key", 0o600)
            file.write(os.urandom(128))
        ports = free_ports(len(NODES) + 1)
        nodes = [
            "NodeName=%s NodeHostname=localhost NodeAddr=127.0.0.1 Port=%d CPUs=8 RealMemory=64000"
            " Gres=gpu:%s:%d State=UNKNOWN" % (name, port, kind, count)
            for (name, kind, count), port in zip(NODES, ports[1:])]
        with open(self.conf, "w") as file:
            file.write(CONFIG.format(lab=self.lab, controller=ports[0], nodes="\n".join(nodes)))
        with open(self.lab + "/gres.conf", "w") as file:
            for name, kind, count in NODES:
                file.write("NodeName=%s Name=gpu Type=%s File=%s/dev/nvidia[0-%d]\n"
                           % (name, kind, self.lab, count - 1))
        with open(self.lab + "/cgroup.conf", "w") as file:
            file.write(CGROUP.format(lab=self.lab))
        for trick, body in TRICKS.items():
            folder = "%s/%s" % (self.lab, trick)
            os.mkdir(folder, 0o755)
            for name in ("scontrol", "sinfo", "squeue"):
                with open("%s/%s" % (folder, name), "w") as file:
                    file.write("#!/bin/sh\n" + body.replace("{real}", binary(name)) + "\n")
                os.chmod("%s/%s" % (folder, name), 0o755)

    def start(self, name, *words):
        log = open("%s/%s.out" % (self.lab, name), "ab")
        self.processes[name] = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment,
            start_new_session=True)

    def controller(self):
        self.start("slurmctld", binary("slurmctld"), "-D", "-f", self.conf)

    def node(self, name, *more):
        os.makedirs("%s/spool/%s" % (self.lab, name), exist_ok=True)
        self.start(name, binary("slurmd"), "-D", *more, "-N", name, "-f", self.conf)

    def begin(self):
        self.write()
        self.start("munged", binary("munged"), "--force", "-F", "--key-file=" + self.lab + "/munge.key",
                   "--socket=" + self.lab + "/munge.sock", "--pid-file=" + self.lab + "/munged.pid",
                   "--log-file=" + self.lab + "/munged.log", "--seed-file=" + self.lab + "/munge.seed")
        self.until(lambda: os.path.exists(self.lab + "/munge.sock"))
        self.controller()
        for name, _, _ in NODES:
            self.node(name)
        self.until(lambda: self.ask("sinfo", "-h", "-N", "-o", "%T").split().count("idle") == len(NODES))

    def ask(self, *words):
        done = subprocess.run([binary(words[0]), *words[1:]], env=self.environment, timeout=30,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        return (done.stdout + done.stderr).strip()

    def until(self, condition, limit=40):
        deadline = time.time() + limit
        while time.time() < deadline:
            if condition():
                return
            time.sleep(0.05)
        sys.exit("the lab did not come up: " + self.tail())

    def tail(self):
        with open(self.lab + "/slurmctld.log", errors="replace") as file:
            told = file.read()[-1000:]
        for name, _, _ in NODES:
            with open("%s/%s.out" % (self.lab, name), errors="replace") as file:
                told += file.read()[-500:]
        return told

    def do(self, words):
        """A word of ours, or a command of SLURM's."""
        if words[0] == "submit":
            # A job that holds its GPUs until its flag is there.
            flag = "%s/%s.done" % (self.lab, words[1])
            script = "#!/bin/sh\nwhile ! [ -e %s ]; do sleep 0.1; done\n" % flag
            done = subprocess.run(
                [binary("sbatch"), "--parsable", "-o", "/dev/null", "-J", words[1], *words[2:]],
                input=script, env=self.environment, capture_output=True, text=True, cwd="/",
                timeout=30)
            return (done.stdout + done.stderr).strip()
        if words[0] == "finish":
            open("%s/%s.done" % (self.lab, words[1]), "w").close()
            return ""
        if words[0] in ("stop", "go"):
            which = {"stop": signal.SIGSTOP, "go": signal.SIGCONT}
            self.processes[words[1]].send_signal(which[words[0]])
            return ""
        if words[0] == "end":
            self.processes[words[1]].terminate()
            try:
                self.processes[words[1]].wait(3)
            except subprocess.TimeoutExpired:
                # A slurmd that has just been told to restart its machine hears no signal.
                self.processes[words[1]].kill()
                self.processes[words[1]].wait()
            return ""
        if words[0] == "boot":
            # With -b it says that its machine has been started just now.
            self.node(words[1], "-b")
            return ""
        if words[0] == "controller":
            self.controller()
            self.until(lambda: "UP" in self.ask("scontrol", "ping"))
            return ""
        return self.ask(*words)

    def end_steps(self):
        """What is left of jobs where the controller could not end them: scripts in our own folder."""
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open("/proc/%s/cmdline" % pid) as file:
                    if self.lab + "/spool/" in file.read():
                        os.kill(int(pid), signal.SIGKILL)
            except OSError:
                pass

    def end(self):
        if "slurmctld" in self.processes:
            self.processes["slurmctld"].send_signal(signal.SIGCONT)
        try:
            # Steps outlive their slurmd.
            self.ask("scancel", "-u", "root")
            self.ask("scancel", "-u", "nobody")
            for _ in range(50):
                if not self.ask("squeue", "-h"):
                    break
                time.sleep(0.1)
        except (OSError, subprocess.SubprocessError):
            pass
        for name in reversed(list(self.processes)):
            self.processes[name].send_signal(signal.SIGCONT)
            self.processes[name].kill()
            self.processes[name].wait()
        self.end_steps()
        shutil.rmtree(self.lab, ignore_errors=True)


def main():
    lab = Lab()
    try:
        lab.begin()
        print(json.dumps({"folder": lab.lab, "configuration": lab.conf}), flush=True)
        for line in sys.stdin:
            words = json.loads(line)
            try:
                answer = lab.do(words)
            except (OSError, subprocess.SubprocessError) as error:
                answer = "lab: %s" % error
            print(json.dumps(answer), flush=True)
    finally:
        lab.end()


signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
main()
