from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


class AftersalesStockAge(models.Model):
    """What nobody needs any more is asked to be scrapped from the list that shows it (H5)."""
    _inherit = 'aftersales.stock.age'

    def action_ask_scrap(self):
        """One request a store, of all that lies there of the chosen parts and is on none yet; whoever asks completes it and
        sends it off.

        :raises AccessError: if the user does not keep a store
        """
        self.check_access('read')
        Request = self.env['aftersales.scrap.request']
        if not Request.has_access('create'):
            raise AccessError(self.env._("Scrapping is asked for by the parts store."))
        made = Request
        for warehouse, rows in self.grouped('warehouse_id').items():
            quants = self.env['stock.quant'].search([
                ('product_id', 'in', rows.product_id.ids), ('location_id', 'child_of', warehouse.view_location_id.id),
                ('location_id.usage', '=', 'internal'), ('quantity', '>', 0)])
            open_lines = Request.line_ids.search([
                ('request_id.warehouse_id', '=', warehouse.id), ('request_id.state', 'in', ('draft', 'asked')),
                ('product_id', 'in', rows.product_id.ids)])
            asked = {(line.product_id, line.location_id, line.lot_id) for line in open_lines}
            free = quants.filtered(lambda quant, asked=asked: (
                quant.product_uom_id.compare(quant.available_quantity, 0) > 0
                and (quant.product_id, quant.location_id, quant.lot_id) not in asked))
            if not free and open_lines:
                made |= open_lines.request_id  # a second click opens what the first one made
                continue
            if not free:
                raise UserError(self.env._(
                    "Nothing of %(parts)s lies free in %(store)s: it is set aside for orders, or gone. Reload the list.",
                    parts=", ".join(rows.product_id.mapped('display_name')), store=warehouse.display_name))
            expired = rows.filtered(lambda row: row.shelf_date and row.shelf_date < fields.Date.today()).product_id
            made |= Request.create({
                'warehouse_id': warehouse.id, 'line_ids': [Command.create({
                    'product_id': quant.product_id.id, 'location_id': quant.location_id.id, 'lot_id': quant.lot_id.id,
                    'quantity': quant.available_quantity,
                    'reason': 'expired' if quant.product_id in expired else 'obsolete',
                }) for quant in free]})
        return made._get_records_action(name=self.env._("Scrap Requests"))
