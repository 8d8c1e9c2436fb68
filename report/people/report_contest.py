from odoo import models


class ReportContest(models.AbstractModel):
    """Who took part in a contest, by place, for the jury to sign."""
    _name = 'report.aftersales.report_contest'
    _inherit = ['aftersales.print.mixin']
    _description = "Table of a Contest"

    _print_model = 'aftersales.contest'

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone()

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address() if doc.workshop_id else doc.company_id.partner_id,
            # sudo: names of people are no secret
            'places': doc.place_ids.sudo().filtered('took_part').sorted(
                lambda row: (row.rank, row.id)).with_prefetch(doc.place_ids._prefetch_ids)}
