# Sourced by docker/local: starts, finds and ends processes. A process is known by its id and the moment it began, so that an id
# which went to somebody else is never touched. As root the servers run as another account, since some refuse root.

SERVANT=${LOCAL_ACCOUNT:-postgres}

servant=()
if [ "$(id -u)" -eq 0 ]; then
    servant=(setpriv --reuid="$SERVANT" --regid="$SERVANT" --clear-groups env HOME="$data")
fi
as_servant() { "${servant[@]}" "$@"; }

# write FILE <text: private to whoever runs the servers.
write() { as_servant sh -c 'umask 077; mkdir -p "${1%/*}"; cat >"$1"' sh "$1"; }

# The clock tick at which a process began, and nothing for one that is gone or only waits to be buried.
began() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    # shellcheck disable=SC2086 # split on purpose; the name before the bracket may hold blanks
    set -- ${stat##*) }
    [ "$1" != Z ] && echo "${20}"
}

# The process id of a running server of this name; fails if there is none.
pid_of() {
    local pid start
    read -r pid start 2>/dev/null <"$data/run/$1" || return 1
    [ -n "$start" ] && [ "$(began "$pid")" = "$start" ] && echo "$pid"
}

# launch NAME FOLDER program…: in a session of its own; variables come from run/NAME.env if there is one.
launch() {
    local name=$1 folder=$2
    shift 2
    rm -f "$data/run/$name"
    # shellcheck disable=SC2016 # expanded by the inner shell
    "${servant[@]}" setsid sh -c '
        name=$1 data=$2; cd "$3"; shift 3
        exec >>"$data/logs/$name.log" 2>&1 </dev/null
        if [ -f "$data/run/$name.env" ]; then set -a; . "$data/run/$name.env"; set +a; fi
        start=$(sed "s/.*) //" "/proc/$$/stat" | cut -d" " -f20)
        echo "$$ $start" >"$data/run/.$name"; mv "$data/run/.$name" "$data/run/$name"
        exec "$@"' sh "$name" "$data" "$folder" "$@" >/dev/null 2>&1 9>&- &
    until_true 10 test -f "$data/run/$name" || die "$name could not be started; see $data/logs/$name.log"
}

# signal NAME SIGNAL: to the server; with KILL also to whatever it started, as when a machine loses its power.
signal() {
    local pid
    pid=$(pid_of "$1") || return 1
    case $2 in
        KILL) kill -KILL -- "-$pid" ;;
        *) kill "-$2" "$pid" ;;
    esac
}

is_gone() { ! pid_of "$1" >/dev/null; }

# until_true SECONDS command…
until_true() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.1
    done
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# ask PORT PATH: the status of an HTTP answer, or nothing.
ask() {
    (
        exec 3<>"/dev/tcp/127.0.0.1/$1" || exit
        printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&3
        read -r -t 5 _ code _ <&3 && echo "$code"
    ) 2>/dev/null
}

die() {
    echo "$*" >&2
    exit 1
}
