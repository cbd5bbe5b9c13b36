#!/usr/bin/env bash
# Prints the path of a rustc that compiles for wasm32-unknown-unknown.
#
# Where the toolchain in use has that target's standard library, it is that one. Else, on Debian, the
# library is built once from the packages rustc-web and rust-web-src, compiler and sources of one version,
# and kept in a folder of the cache, together with a rustc that looks there. It is built for size, and that
# rustc leaves out what a panic would say: it could say it to nobody, and the file is smaller without.
set -euo pipefail

target=wasm32-unknown-unknown
std_of() { compgen -G "$("$1" --print target-libdir --target $target)/libstd-*.rlib" >/dev/null; }

own=$(command -v rustc)
if std_of "$own" 2>/dev/null; then
  echo "$own"
  exit
fi

debian=/usr/bin/rustc
sources_of() { [ -e "$("$debian" --print sysroot)/lib/rustlib/src/rust/library/Cargo.lock" ]; }
if ! { [ -x "$debian" ] && sources_of; } 2>/dev/null; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "no standard library for $target: rustup target add $target, or on Debian" \
      "apt-get install rustc-web cargo-web rust-web-src" >&2
    exit 1
  fi
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends rustc-web cargo-web rust-web-src; } >&2
fi

silent='-Zunstable-options -Cpanic=immediate-abort'

# A change of the compiler or of this script makes a new folder.
key=$({ "$debian" -vV; cat "${BASH_SOURCE[0]}"; } | sha256sum | cut -c1-16)
folder=${XDG_CACHE_HOME:-$HOME/.cache}/tieuchi-wasm/$key
if [ ! -e "$folder/bin/rustc" ]; then
  host=$("$debian" -vV | sed -n 's/^host: //p')
  new=$folder.$$
  trap 'rm -rf "$new"' EXIT
  libraries=$new/lib/rustlib/$target/lib
  tools=$new/lib/rustlib/$host
  mkdir -p "$libraries" "$tools/bin" "$new/bin" "$new/empty/src"
  ln -s "$("$debian" --print sysroot)/lib/rustlib/$host/lib" "$tools/lib"
  for linker in /usr/bin/lld-[0-9]* "$("$own" --print sysroot)/lib/rustlib/$host/bin/rust-lld"; do
    [ -x "$linker" ] && ln -sf "$linker" "$tools/bin/rust-lld"
  done

  : >"$new/empty/src/lib.rs"
  cat >"$new/empty/Cargo.toml" <<'TOML'
[package]
name = "empty"
edition = "2024"
[workspace]
[profile.release]
panic = "abort"
opt-level = "z"
TOML
  (
    cd "$new/empty"
    unset CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET RUSTC_WRAPPER
    # The bytes of the library go into the link-time optimisation of what uses it.
    RUSTC=$debian RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Cembed-bitcode=yes $silent" CARGO_TARGET_DIR=target \
      /usr/bin/cargo build -q --release --target $target -Zbuild-std=std,panic_abort \
      -Zbuild-std-features=optimize_for_size
  ) >&2
  cp "$new/empty/target/$target/release/deps/"*.rlib "$libraries/"
  rm -rf "$libraries/"libempty* "$new/empty"
  cat >"$new/bin/rustc" <<SH
#!/bin/sh
case " \$* " in
  *" --target $target "*) RUSTC_BOOTSTRAP=1 exec $debian --sysroot "$folder" "\$@" $silent ;;
  *) exec $debian --sysroot "$folder" "\$@" ;;
esac
SH
  chmod +x "$new/bin/rustc"
  rm -rf "$folder"
  mv "$new" "$folder"
fi
echo "$folder/bin/rustc"
