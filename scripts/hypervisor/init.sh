#!/bin/sh
# The first process of a private hypervisor, in namespaces of its own; libvirtd's folders are its own, too.
#   init.sh FOLDER NAME KEEP SOCKETS USR CGROUPS
# Says its process id as the machine counts it, waits for a line, then runs until its standard input ends (KEEP=no: the process
# that holds the other end has ended, however that came about) or until it is killed (KEEP=yes). With it everything ends that
# runs in these namespaces, and with that the namespaces, their bridges and their mounts. USR, where it is not empty, takes the
# place of /usr, and so of every program and library: since Debian 12 nothing lies outside of it. CGROUPS, where it is not empty, are
# the controllers of cgroups (v1) that libvirt gets, each with a group of its own for a root (cgroup_namespaces(7)).
folder=$1 name=$2 keep=$3 sockets=$4 usr=$5 cgroups=$6

# What lies beside the record goes first: as long as that is there, the next start finds and removes the rest.
remove() {
  rm -rf -- "$folder"/*/
  rm -rf -- "$folder"
  [ ! -L "$sockets" ] || rm -f -- "$sockets"
}

# Puts this process into a new group of each controller, and writes the groups down for whoever removes them.
enter_groups() {
  while IFS=: read -r _ controllers group; do
    for controller in $cgroups; do
      case ",$controllers," in *",$controller,"*) ;; *) continue ;; esac
      above=/sys/fs/cgroup/$controllers${group%/} own=/sys/fs/cgroup/$controllers${group%/}/$name
      [ ! -d "$own" ] || continue
      mkdir "$own"
      echo "$own" >>"$folder/run/cgroups"
      # A new group of this controller has neither processors nor memory.
      for set in cpuset.cpus cpuset.mems; do
        [ ! -e "$above/$set" ] || cat "$above/$set" >"$own/$set"
      done
      echo $$ >"$own/cgroup.procs"
    done
  done </proc/self/cgroup
}

if [ "$VIRTFORM_INIT" != entered ]; then
  # /proc is still that of the machine; a redirection opens it in this process.
  read -r pid rest </proc/self/stat
  echo "$pid"
  read -r go || { remove; exit 1; }
  if [ -n "$cgroups" ]; then
    # A group is written to by the id that a process has where the file system is seen from: 1, here.
    enter_groups >>"$folder/log/init.log" 2>&1
    VIRTFORM_INIT=entered exec unshare --cgroup /bin/sh "$0" "$@"
  fi
fi
exec 3<&0 </dev/null >>"$folder/log/init.log" 2>&1

set -e
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
[ -z "$usr" ] || mount --bind -o ro "$usr" /usr
mount -t proc proc /proc
# libvirt looks for hierarchies in /proc/mounts, where those of the machine would stand even when something lies over them.
[ -z "$cgroups" ] || umount -R /sys/fs/cgroup
mount -t sysfs sysfs /sys # /sys/class/net shows the network namespace of whoever mounted it
if [ -n "$cgroups" ]; then
  mount -t tmpfs cgroup /sys/fs/cgroup
  sed 's|.*/cgroup/\([^/]*\)/.*|\1|' "$folder/run/cgroups" | while read -r controllers; do
    mkdir "/sys/fs/cgroup/$controllers"
    mount -t cgroup -o "$controllers" cgroup "/sys/fs/cgroup/$controllers"
  done
fi
mount --bind "$folder/lib" /var/lib/libvirt
mount --bind "$folder/etc" /etc/libvirt
mount --bind "$folder/cache" /var/cache/libvirt
mount --bind "$folder/log" /var/log/libvirt
[ ! -d /var/log/swtpm ] || mount --bind "$folder/log" /var/log/swtpm
mount --bind "$folder/run" /run
echo "$name" >/proc/sys/kernel/hostname
ip link set lo up
libvirtd --listen --daemon --pid-file /run/libvirtd.pid
: >/run/started
set +e

# A shell that waits also collects what QEMU and dnsmasq leave when they end: libvirt waits for a guest's process to be gone.
if [ "$keep" = yes ]; then
  exec 3<&-
  sleep infinity &
else
  cat <&3 >/dev/null &
fi
wait $!

kill -s KILL -- -1
remove
