from odoo import models

from odoo.addons.aftersales.models.base.words import say_unit


class ReportPartExchange(models.AbstractModel):
    """What a customer signs whose part from the counter failed (H8): old part, new part, why, and until when it is promised."""
    _name = 'report.aftersales.report_part_exchange'
    _inherit = ['aftersales.print.mixin']
    _description = "Exchange of a Part under Guarantee"

    _print_model = 'aftersales.part.defect'

    def _get_print_lang(self, doc):
        return doc.failed_sale_id.partner_id.lang or super()._get_print_lang(doc)

    def _prepare_pages(self, docs):
        return super()._prepare_pages(docs.filtered('remedy_date'))

    def _prepare_content(self, doc):
        line = doc.failed_line_id
        given = doc.picking_ids.move_ids.filtered(lambda move: move.location_dest_id.usage == 'customer')
        return {
            'address': doc.workshop_id._get_print_address(), 'line': line, 'sale': line.sale_id,
            'unit': say_unit(doc.uom_id), 'is_goodwill': bool(doc.goodwill_user_id),
            'old_number': doc.lot_id.name or doc.serial or '',
            'new_numbers': ", ".join(given.move_line_ids.lot_id.mapped('name')),
        }
