from odoo import models

from odoo.addons.aftersales.models.base.words import say_unit
from odoo.addons.aftersales.report.base.codes import draw_bar_code


class ReportIssueSlip(models.AbstractModel):
    """What the parts counter hands to the technician, signed by the receiver (H2)."""

    _name = 'report.aftersales.report_issue_slip'
    _inherit = ['aftersales.print.mixin']
    _description = 'Parts Issue Slip'

    _print_model = 'stock.picking'

    def _get_print_workshop(self, doc):
        return doc.aftersales_order_id.workshop_id or super()._get_print_workshop(doc)

    def _prepare_content(self, doc):
        order = doc.aftersales_order_id
        return {
            'order': order,
            'address': order.workshop_id._get_print_address() if order else doc.company_id.partner_id,
            'bar_code': draw_bar_code(doc.name),
            'rows': [
                row for move in doc.move_ids.sorted(lambda move: move.move_line_ids[:1].location_id.display_name or '')
                for row in self._prepare_rows(move)
            ],
            'is_return': doc.picking_type_id.code == 'incoming' or bool(doc.return_id),
        }

    def _prepare_rows(self, move):
        """A row a place and lot the move takes from; one empty row while nothing is reserved."""
        if move.state == 'cancel':
            return []
        done = move.state == 'done'
        line = move.aftersales_line_id
        row = {
            'move': move,
            'job': line.job_id,
            'service_class': (line.job_id.service_class or '').upper(),
            'old_part_due': bool(line) and line._is_old_part_due(),
            'unit': say_unit(move.product_uom),
            'demanded': move.product_uom_qty,
            'issued': 0.0 if done else None,
            'location': '',
            'lot': '',
        }
        rows = [
            dict(
                row,
                demanded=row['demanded'] if not index else None,
                issued=move_line.product_uom_id._compute_quantity(move_line.quantity, move.product_uom) if done else None,
                location=move_line.location_id.display_name,
                lot=move_line.lot_id.name or move_line.lot_name or '',
            )
            for index, move_line in enumerate(move.move_line_ids)
        ]
        return rows or [row]
