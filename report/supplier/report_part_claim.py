from odoo import models

from odoo.addons.aftersales.models.base.words import say_unit


class ReportPartClaim(models.AbstractModel):
    """The letter by which a supplier is asked for what a bad part of his cost (H8), in his language."""
    _name = 'report.aftersales.report_part_claim'
    _inherit = ['aftersales.print.mixin']
    _description = "Claim of a Bad Part"

    _print_model = 'aftersales.part.defect'

    def _get_print_lang(self, doc):
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _prepare_pages(self, docs):
        return super()._prepare_pages(docs.filtered('partner_id'))

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address(), 'unit': say_unit(doc.uom_id),
            'number': doc.lot_id.name or doc.serial or '',
        }
