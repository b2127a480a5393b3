# An image with nothing in it but the program, which needs no other file:
#
#   docker build -t citeloom .
#   docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/review" citeloom build
#   docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/review" citeloom check

FROM rust:1.95-alpine AS build
RUN apk add --no-cache build-base
WORKDIR /source
COPY Cargo.toml Cargo.lock ./
COPY src src
COPY themes themes
COPY content/vocabulary content/vocabulary
# Alpine's C library is musl, and its targets are static.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/source/target \
    mkdir -p tests/it tests/bench && touch tests/it/main.rs tests/bench/tagging.rs tests/bench/references.rs && \
    cargo build --release --locked && \
    cp target/release/citeloom /citeloom

FROM scratch
COPY --from=build /citeloom /usr/local/bin/citeloom
# Nobody's account. Name your own with --user, so that what is written is yours.
USER 65534:65534
WORKDIR /review
ENTRYPOINT ["/usr/local/bin/citeloom"]
CMD ["--help"]
