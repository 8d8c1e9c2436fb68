from odoo import models


class ReportStationSettlement(models.AbstractModel):
    """A month of a warranty store for its station, to be confirmed and set off (I5)."""
    _name = 'report.aftersales.report_station_settlement'
    _inherit = ['aftersales.print.mixin']
    _description = "Station Settlement"

    _print_model = 'aftersales.station.settlement'

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address(), 'lines': doc.line_ids, 'issues': doc.issue_ids,
            'confirmation': doc.confirmation_ids[:1] if doc.confirmed_date else doc.confirmation_ids.browse(),
        }
