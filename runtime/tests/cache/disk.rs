//! What is stored in files: also for the next process, never half, and no more of it than there may be.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
use clientwright_runtime::{HttpCache, TokioSpawner};

use crate::api::{done, item};
use crate::client::{Client, setting};

/// A client whose tasks tokio runs, over files in that folder.
fn over(folder: &Path, max_bytes: u64) -> (VirtualClock, MockTransport, Client, HttpCache) {
    let (clock, server, builder) = setting();
    let cache = HttpCache::on_disk(folder, max_bytes).partition("ann");
    let client = builder.spawner(TokioSpawner).token("the-token").cache(cache.clone()).build().unwrap();
    (clock, server, client, cache)
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Waits until what is under way is in its files.
async fn settled(client: &Client) {
    client.inner.close().await;
}

/// Stores the item, alone in that folder: its file.
async fn stored(folder: &Path) -> PathBuf {
    let (_, server, client, _) = over(folder, 1 << 20);
    server.on("GET", "/item").reply(item("1", "max-age=60"));
    client.get().await.unwrap();
    settled(&client).await;
    let [file] = &files(folder)[..] else { panic!("one file") };
    file.clone()
}

#[tokio::test]
async fn what_one_process_has_stored_the_next_one_has() {
    let folder = tempfile::tempdir().unwrap();
    let (_, server, client, _) = over(folder.path(), 1 << 20);
    server.on("GET", "/item").once(item("1", "max-age=60"));
    client.get().await.unwrap();
    let at_once = client.get().response().await.unwrap();
    assert!(done(&at_once).starts_with("clientwright; hit; ttl=60"), "written or not: {}", done(&at_once));
    settled(&client).await;
    let (_, server, client, _) = over(folder.path(), 1 << 20);
    let again = client.get().response().await.unwrap();
    assert_eq!((again.body().id.as_str(), server.calls().len()), ("1", 0));
    assert!(done(&again).starts_with("clientwright; hit; ttl="));
}

#[tokio::test]
async fn nothing_that_proves_who_asks_and_no_url_is_written_down() {
    let folder = tempfile::tempdir().unwrap();
    let (_, server, client, _) = over(folder.path(), 1 << 20);
    let answer = item("1", "max-age=60").header("set-cookie", "in=cookie").header("vary", "x-tenant, authorization");
    server.on("GET", "/item").reply(answer);
    server.on("GET", "/secured").reply(item("2", "max-age=60"));
    let call =
        client.get().query("name", "in-query").header("x-tenant", "in-vary").header("authorization", "in-header");
    call.await.unwrap();
    client.secured().await.unwrap();
    settled(&client).await;
    let files = files(folder.path());
    assert_eq!(files.len(), 2);
    for file in files {
        let text = format!("{} {}", file.display(), String::from_utf8_lossy(&fs::read(&file).unwrap()));
        assert!(text.contains("max-age=60"), "bodies and headers are");
        for secret in ["in=cookie", "in-query", "in-vary", "in-header", "the-token", "mock.localhost", "ann"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}

#[tokio::test]
async fn a_file_that_is_broken_is_not_there_and_goes() {
    let folder = tempfile::tempdir().unwrap();
    let file = &stored(folder.path()).await;
    let whole = fs::read(file).unwrap();
    for broken in
        [&whole[..whole.len() - 1], &whole[..3], &[], &[&whole[..40], &[whole[40] ^ 1], &whole[41..]].concat()]
    {
        fs::write(file, broken).unwrap();
        let (_, server, client, _) = over(folder.path(), 1 << 20);
        server.on("GET", "/item").reply(item("2", "no-store"));
        assert_eq!(client.get().await.unwrap().id, "2");
        settled(&client).await;
        assert!(files(folder.path()).is_empty());
    }
    fs::write(file, &whole).unwrap();
    let (_, _, client, _) = over(folder.path(), 1 << 20);
    assert_eq!(client.get().await.unwrap().id, "1");
}

/// Reads a page of items by a client that has ended when this is done, and all that it has stored is in its file: what the cache has done.
async fn read(cache: &HttpCache, number: u32) -> String {
    let (_, server, builder) = setting();
    server.on("GET", "/item").reply(item("1", "max-age=60"));
    let client = builder.spawner(TokioSpawner).token("the-token").cache(cache.clone()).build().unwrap();
    let response = client.get().query("page", &number.to_string()).response().await.unwrap();
    settled(&client).await;
    done(&response).to_owned()
}

#[tokio::test]
async fn of_more_than_there_may_be_what_was_used_longest_ago_goes() {
    const HIT: &str = "clientwright; hit; ttl=60";
    const MISS: &str = "clientwright; fwd=uri-miss; stored";
    let folder = tempfile::tempdir().unwrap();
    // Ten blocks, of which each file takes one.
    let cache = HttpCache::on_disk(folder.path(), 10 * 4096).partition("ann");
    let an_hour_ago = SystemTime::now() - Duration::from_secs(3600);
    for number in 0..10 {
        let before = files(folder.path());
        assert_eq!(read(&cache, number).await, MISS);
        let new = files(folder.path()).into_iter().find(|file| !before.contains(file)).unwrap();
        let file = fs::File::options().write(true).open(new).unwrap();
        file.set_modified(an_hour_ago + Duration::from_secs(number.into())).unwrap();
    }
    assert_eq!(read(&cache, 0).await, HIT);
    for number in 10..14 {
        assert_eq!(read(&cache, number).await, MISS);
        assert!(cache.size().await.unwrap() <= 10 * 4096);
    }
    assert_eq!(read(&cache, 0).await, HIT, "it was used since");
    assert_eq!(read(&cache, 1).await, MISS);

    let (_, server, builder) = setting();
    let huge = format!(r#"{{"id":"{}"}}"#, "x".repeat(50_000));
    server.on("GET", "/other").reply(Answer::json(200, huge).header("cache-control", "max-age=60"));
    let client = builder.spawner(TokioSpawner).token("the-token").cache(cache.clone()).build().unwrap();
    client.other().await.unwrap();
    settled(&client).await;
    assert!(cache.size().await.unwrap() <= 10 * 4096);
}

#[tokio::test]
async fn processes_that_have_one_folder_see_what_the_others_store_and_remove() {
    let folder = tempfile::tempdir().unwrap();
    let (_, server, one, cache) = over(folder.path(), 1 << 20);
    server.on("GET", "/item").reply(item("1", "max-age=60"));
    let (_, other_server, other, _) = over(folder.path(), 1 << 20);
    other_server.on("GET", "/item").reply(item("2", "max-age=60"));
    one.get().await.unwrap();
    settled(&one).await;
    assert_eq!(other.get().await.unwrap().id, "1");
    cache.remove("http://mock.localhost/item").await.unwrap();
    assert_eq!(other.get().await.unwrap().id, "2");
    settled(&other).await;
    cache.clear().await.unwrap();
    assert!(files(folder.path()).is_empty());
}

#[tokio::test]
async fn what_somebody_has_left_behind_half_written_goes() {
    let folder = tempfile::tempdir().unwrap();
    let part = folder.path().join("v1").join("part");
    fs::create_dir_all(&part).unwrap();
    let (left, young) = (part.join("name.0.new"), part.join("name.1.new"));
    for path in [&left, &young] {
        fs::write(path, "half").unwrap();
    }
    let long_ago = SystemTime::now() - Duration::from_secs(2 * 60 * 60);
    fs::File::options().write(true).open(&left).unwrap().set_modified(long_ago).unwrap();
    assert_eq!(HttpCache::on_disk(folder.path(), 100).size().await.unwrap(), 0);
    assert!(!left.exists() && young.exists());
}

#[test]
fn outside_of_a_runtime_calls_go_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let (clock, server, builder) = setting();
    let client = builder.cache(HttpCache::on_disk(folder.path().join("new"), 1 << 20)).build().unwrap();
    server.on("GET", "/item").reply(item("1", "max-age=60"));
    clock.run(async { (client.get().await.unwrap(), client.get().await.unwrap()) });
    assert_eq!(server.calls().len(), 2);
    assert!(!folder.path().join("new").exists(), "nothing is touched");
}

#[tokio::test]
async fn what_cannot_go_keeps_nothing_else_there() {
    let folder = tempfile::tempdir().unwrap();
    let stuck = folder.path().join("v1").join("part").join("stuck");
    fs::create_dir_all(stuck.join("inside")).unwrap();
    #[cfg(unix)]
    fs::File::open(&stuck).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    let (_, server, client, _) = over(folder.path(), 4 * 4096);
    server.on("GET", "/item").reply(item("1", "max-age=60"));
    for number in 0..20 {
        client.get().query("page", &number.to_string()).await.unwrap();
    }
    settled(&client).await;
    assert!(files(folder.path()).len() <= 4, "{}", files(folder.path()).len());
}

#[cfg(unix)]
#[tokio::test]
async fn what_can_be_read_only_answers() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let file = &stored(folder.path()).await;
    for (path, mode) in [(file.as_path(), 0o400), (file.parent().unwrap(), 0o500)] {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    if fs::File::options().write(true).open(file).is_ok() {
        return eprintln!("not tried: nothing is read-only to this user");
    }
    let (_, server, client, _) = over(folder.path(), 1 << 20);
    assert_eq!(client.get().await.unwrap().id, "1");
    assert!(server.calls().is_empty());
    fs::set_permissions(file.parent().unwrap(), fs::Permissions::from_mode(0o700)).unwrap();
}
