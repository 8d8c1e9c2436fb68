from odoo import models


class ReportSiteTable(models.AbstractModel):
    """The 6S checks of an outlet as a table, the best area first, with the photos of what was found: a page for each outlet."""
    _name = 'report.aftersales.report_site_table'
    _inherit = ['aftersales.print.mixin']
    _description = "6S Score Table"

    _print_model = 'aftersales.site.check'

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_pages(self, docs):
        """What is not signed yet is no result; the rows of all pages are read together."""
        signed = docs.filtered(lambda check: check.state == 'closed')
        checks = (signed or docs).sorted(lambda check: (check.workshop_id.id, -check.score, -check.date.toordinal(), check.id))
        steps = [key for key, __ in docs.env['aftersales.site.point']._fields['step'].selection]
        return [{
            **self._prepare_page(own[0]), 'steps': steps,
            'rows': [(check, [self._get_mean(check, step) for step in steps]) for check in own],
            'found': own.line_ids.filtered(lambda line: line.finding or line.photo).with_prefetch(
                docs.line_ids._prefetch_ids),
        } for own in checks.grouped('workshop_id').values()]

    def _get_mean(self, check, step):
        """Mean marks of an S, or None where nothing of it applies."""
        marks = [int(line.mark) for line in check.line_ids if line.step == step and line.mark and line.mark != 'none']
        return sum(marks) / len(marks) if marks else None

    def _prepare_content(self, doc):
        return {'address': doc.workshop_id._get_print_address()}
