from odoo import models


class ReportEquipmentRegister(models.AbstractModel):
    """The register as a list: a page for each outlet."""
    _name = 'report.aftersales.report_equipment_register'
    _inherit = ['aftersales.print.mixin']
    _description = "Register of Equipment"

    _print_model = 'maintenance.equipment'

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_pages(self, docs):
        pieces = docs.filtered('workshop_id').sorted(
            lambda piece: (piece.workshop_id.id, piece.register_no or '', piece.id))
        return [{**self._prepare_page(own[0]), 'pieces': own} for own in pieces.grouped('workshop_id').values()]

    def _prepare_content(self, doc):
        return {'address': doc.workshop_id._get_print_address()}
