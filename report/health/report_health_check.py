from base64 import b64encode

from odoo import models
from odoo.tools.image import image_data_uri, image_process

# Wide enough for paper, small enough for thirty photos in one file.
PHOTO_SIZE = (640, 480)


class ReportHealthCheck(models.AbstractModel):
    """The health check for the customer: traffic lights, what was found, photos, what it would cost (E1)."""

    _name = 'report.aftersales.report_health_check'
    _inherit = ['aftersales.print.mixin']
    _description = 'Vehicle Health Check'

    _print_model = 'aftersales.health.check'

    def _get_print_lang(self, doc):
        return doc.order_id._get_lang()

    def _prepare_pages(self, docs):
        """What the findings of all sheets show is read at once."""
        findings = docs.line_ids.filtered(lambda line: line.result in ('urgent', 'soon'))
        for lang, sheets in docs.grouped(self._get_print_lang).items():
            spoken = (sheets.line_ids & findings).with_context(lang=lang)
            for path in ('phrase_id.name', 'job_id.operation_id.name', 'operation_id.name'):
                spoken.mapped(path)
        files = findings.photo_ids._get_attachments()
        photos = {photo.id: photo for photo in findings.photo_ids}
        shown = {}
        for file in files.filtered('raw'):
            shown.setdefault(photos[file.res_id].line_id.id, []).append(self._get_photo(file))
        pages = super()._prepare_pages(docs)
        for page in pages:
            for finding in page['findings']:
                finding['photos'] = shown.get(finding['line'].id, [])
        return pages

    def _prepare_content(self, doc):
        lines = doc.line_ids.sorted(lambda line: (not line.is_mandatory, line.sequence, line.id))
        findings = lines.filtered(lambda line: line.result in ('urgent', 'soon'))
        areas = {}
        for line in lines:
            areas.setdefault(line.area_id, []).append(line)
        return {
            'order': doc.order_id,
            'address': doc.workshop_id._get_print_address(),
            'counts': {
                result: len(lines.filtered(lambda line, result=result: line.result == result))
                for result in ('urgent', 'soon', 'ok', 'not_checked')
            },
            'findings': [
                {'line': line, 'text': line._get_finding_text(), 'job': line.job_id}
                for line in findings.sorted(lambda line: line.result != 'urgent')
            ],
            'areas': [{'name': area.name, 'rows': self._pair(rows)} for area, rows in areas.items()],
        }

    def _pair(self, rows):
        """Two items beside each other, so that the sheet stays on a page."""
        half = (len(rows) + 1) // 2
        return [
            (rows[index], rows[half + index] if half + index < len(rows) else None) for index in range(half)
        ]

    def _get_photo(self, attachment):
        """A photo as a data URI."""
        return image_data_uri(b64encode(image_process(attachment.raw, size=PHOTO_SIZE, quality=80)))
