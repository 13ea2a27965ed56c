//! Pictures in a line of text, with alternative text and an id of their own.

use super::{Drawing, Finishing};
use crate::write::word::xml::escape;

/// The n-th drawing as DrawingML.
pub fn xml(drawing: &Drawing, index: usize) -> String {
    let (width, height) = (drawing.width, drawing.height);
    let id = index + 1;
    let file = Finishing::media_id(drawing.media);
    let text = escape(&drawing.alternative);
    format!(
        r#"<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{id}" name="図 {id}" descr="{text}"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{id}" name="図 {id}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{file}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"#
    )
}
