//! Links as squares to scan: an invitation goes from one screen to another's camera.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use qrcode::QrCode;
use qrcode::render::svg::Color;

use super::error::AppError;
use super::people::sessions::Caller;

/// Characters that fit; a link is far shorter.
const MOST: usize = 1_000;

/// `POST /api/qr`: draws the text of the body. Posted, since what is drawn may be a secret and an
/// address is easily written down.
pub async fn draw(Caller(_): Caller, text: String) -> Result<Response, AppError> {
    if text.len() > MOST {
        return Err(AppError::TooLarge);
    }
    let code = QrCode::new(text.as_bytes()).map_err(|_| AppError::TooLarge)?;
    let drawing = code.render::<Color<'_>>().min_dimensions(208, 208).quiet_zone(false).build();
    Ok(([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "no-store")], drawing)
        .into_response())
}
