from odoo import models

from .radar import draw_radar


class ReportAudit(models.AbstractModel):
    """The report of an assessment: score and level, areas with a radar chart, findings by weight, actions, last time."""
    _name = 'report.aftersales.report_audit'
    _inherit = ['aftersales.print.mixin']
    _description = "Report of an Assessment"

    _print_model = 'aftersales.audit'

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_content(self, doc):
        areas = doc.area_ids.filtered('is_applied')
        # The areas of the standard tell what is the same one; another version has other areas.
        last = {area.area_id.id: area.score for area in doc.previous_id.area_ids if area.is_applied}
        return {
            'address': doc.workshop_id._get_print_address(),
            'radar': draw_radar(
                [(area.name, area.score) for area in areas], [last.get(area.area_id.id) for area in areas] if last else None),
            'last': last,
            # What was found in all assessments of the print is read together.
            'findings': doc.line_ids.filtered('severity').sorted(
                lambda line: (line.severity != 'major', line.sequence)).with_prefetch(doc.line_ids._prefetch_ids),
            'skipped': doc.line_ids.filtered(lambda line: line.grade == 'skipped'),
        }
