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
        return [
            {**self._prepare_page(pieces[0]), 'pieces': pieces}
            for pieces in docs.filtered('workshop_id').sorted(lambda piece: (piece.workshop_id.id, piece.register_no or '', piece.id))
            .grouped('workshop_id').values()]

    def _prepare_content(self, doc):
        return {'address': doc.workshop_id._get_print_address()}
