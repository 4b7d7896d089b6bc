# Sourced, not run: what the scripts that use the program have in common.
# Expects the function `say`, and the array `program_option` empty or holding the path of --program.

# Sets `totality` to the program: the one of --program, or a release built here.
find_program() {
  local path=${1-}
  if [[ -n $path ]]; then
    totality=$(realpath -e "$path" 2>/dev/null) || { say "--program '$path': there is no such file" && exit 66; }
    [[ -x $totality ]] || { say "--program '$path' cannot be executed" && exit 66; }
    return
  fi
  Scripts/bootstrap
  say "building"
  swift build -c release --product totality >&2
  totality=$(swift build -c release --show-bin-path)/totality
}

# Milliseconds since some moment; only differences mean something.
now_ms() { echo "${EPOCHREALTIME//[.,]/}" | sed 's/...$//'; }

# Seconds with one decimal from a count of milliseconds.
seconds() { printf '%d.%d' $(($1 / 1000)) $(($1 % 1000 / 100)); }

# True when all products of two runs, and nothing else, are the same bytes. Manifests tell times and differ.
same_products() {
  diff <(product_sums "$1") <(product_sums "$2") >&2
}

product_sums() { (cd "$1" && find frames quicklook -type f -print0 | sort -z | xargs -0 sha256sum); }

# Waits for a process of this shell for at most so many seconds, then kills it. Sets `status` to its exit
# code, 124 when it had to be killed.
await() {
  local pid=$1 limit=$2 begin=$SECONDS
  status=0
  # The shell's own word on processes that were killed is no news here.
  {
    while kill -0 "$pid"; do
      if ((SECONDS - begin > limit)); then
        kill -KILL "$pid" || true
        wait "$pid" || true
        status=124
        return
      fi
      sleep 0.02
    done
    wait "$pid" || status=$?
  } 2>/dev/null
}
