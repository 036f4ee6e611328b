//! The built site on disk: what `scripts/build` wrote beside the program.
//!
//! Everything of one build lies in a folder of its own, `pkg/<build>/`, named by a hash of its
//! content, so browsers may keep it for ever; the folder of the build before stays, for pages that
//! are still open. `cargo leptos` writes no such folders; its files are asked for anew each time.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::middleware::map_response;
use axum::response::Response;
use serde::Deserialize;
use tower_http::services::ServeDir;

use super::config::Config;

/// A built site that was found.
#[derive(Clone, Debug)]
pub struct Site {
    root: PathBuf,
    build: Option<Arc<str>>,
}

/// Why there is nothing to serve.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// No folder was named, and there is none beside the program.
    #[error("no built site found at {0}: run scripts/build, or name its folder with LEPTOS_SITE_ROOT")]
    Missing(PathBuf),
    /// There is a folder, but what it says about its build cannot be read.
    #[error("{path}: {source}")]
    Unreadable {
        /// The file that could not be read.
        path: PathBuf,
        /// What is wrong with it.
        source: io::Error,
    },
}

/// `build.json`, which `scripts/build` writes last, when all files of a build are in place.
#[derive(Deserialize)]
struct BuildFile {
    build: String,
}

impl Site {
    /// The folder that the configuration names, or else `site` beside the running program.
    pub fn find(config: &Config) -> Result<Self, SiteError> {
        let root = match &config.leptos.site_root {
            Some(root) => root.clone(),
            None => beside_program("site"),
        };
        if !root.is_dir() {
            return Err(SiteError::Missing(root));
        }
        let build = read_build(&root.join("build.json"))?;
        Ok(Self { root, build })
    }

    /// The build that new pages belong to; none under `cargo leptos`.
    pub fn build(&self) -> Option<&str> {
        self.build.as_deref()
    }

    /// Where the site lies.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the current build below the address `packages`, as pages link to it.
    pub fn package_path(&self, packages: &str) -> String {
        match &self.build {
            Some(build) => format!("{packages}/{build}"),
            None => packages.to_owned(),
        }
    }

    /// The files of each part of the program, as `scripts/build` has listed them; nothing where it has not:
    /// pages get them all the same, a little later.
    pub fn parts(&self, packages: &str) -> BTreeMap<String, Vec<String>> {
        let folder = self.root.join(self.package_path(packages));
        let list = std::fs::read_to_string(folder.join("parts.txt")).unwrap_or_default();
        let parts = list.lines().filter_map(|line| line.split_once(' '));
        parts.map(|(part, files)| (part.to_owned(), files.split(' ').map(str::to_owned).collect())).collect()
    }

    /// WASM, JavaScript and CSS of this build and the one before, compressed when they were built.
    pub fn packages(&self, packages: &str) -> Router {
        let lasting = if self.build.is_some() { "public, max-age=31536000, immutable" } else { "no-cache" };
        serve_folder(&self.root.join(packages), HeaderValue::from_static(lasting))
    }

    /// Icons and the like, which keep their address from build to build: kept for minutes, and for a
    /// week where the server cannot be asked.
    pub fn public_files(&self) -> Router {
        const KEPT: &str = "public, max-age=300, stale-while-revalidate=604800, stale-if-error=604800";
        serve_folder(&self.root, HeaderValue::from_static(KEPT))
    }
}

fn beside_program(name: &str) -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    program.with_file_name(name)
}

fn read_build(path: &Path) -> Result<Option<Arc<str>>, SiteError> {
    let unreadable = |source| SiteError::Unreadable { path: path.to_owned(), source };
    match std::fs::read_to_string(path) {
        Ok(text) => {
            let file: BuildFile = serde_json::from_str(&text).map_err(|error| unreadable(error.into()))?;
            Ok(Some(file.build.into()))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(error)),
    }
}

fn serve_folder(folder: &Path, caching: HeaderValue) -> Router {
    let files =
        ServeDir::new(folder).append_index_html_on_directories(false).precompressed_br().precompressed_gzip();
    Router::new().fallback_service(files).layer(map_response(move |mut response: Response| {
        // A miss must not be kept: the file may be there a moment later.
        if response.status().is_success() {
            response.headers_mut().insert(header::CACHE_CONTROL, caching.clone());
        }
        std::future::ready(response)
    }))
}
