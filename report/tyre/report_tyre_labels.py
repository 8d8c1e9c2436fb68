from odoo import models

from odoo.addons.aftersales.report.base.codes import draw_bar_code


class ReportTyreLabels(models.AbstractModel):
    """A label for each wheel of a set: place, plate, where it was on the car (N8)."""
    _name = 'report.aftersales.report_tyre_labels'
    _inherit = ['aftersales.print.mixin']
    _description = "Labels of Tyres"

    _print_model = 'aftersales.tyre.set'

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_content(self, doc):
        seasons = dict(doc._fields['season']._description_selection(doc.env))
        positions = dict(doc.tyre_ids._fields['position']._description_selection(doc.env))
        labels = [{
            'position': positions[tyre.position], 'size': tyre.size, 'brand': tyre.make_text, 'made': tyre.made_code,
            'tread': doc.env._("%(depth).1f mm", depth=tyre.tread_depth) if tyre.tread_depth else '',
        } for tyre in doc.tyre_ids]
        return {
            'season': seasons[doc.season], 'bar_code': draw_bar_code(doc.name),
            'rows': [labels[start:start + 2] for start in range(0, len(labels), 2)],
        }
