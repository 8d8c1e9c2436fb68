from odoo import api, fields, models
from odoo.exceptions import UserError


class StockQuant(models.Model):
    """What a count finds otherwise than the book has a reason: chosen at the count, kept with what it moved (H5)."""
    _inherit = 'stock.quant'

    aftersales_count_reason_id = fields.Many2one(
        'aftersales.count.reason', string="Reason of the Difference", copy=False, index='btree_not_null',
        ondelete='restrict', groups='aftersales.group_see_store',
        help="Why the count found another figure than the book. The settings say from which value on there has to be one.")

    def _gather(self, product_id, location_id, lot_id=None, package_id=None, owner_id=None, strict=False, qty=0):
        """By super(): what is taken, in its order. What the last quality check said to use first goes before it (parts 4)."""
        quants = super()._gather(product_id, location_id, lot_id, package_id, owner_id, strict, qty)
        warehouse = location_id.warehouse_id
        if strict or lot_id or len(quants) < 2 or not warehouse:
            return quants
        lines = self.env['aftersales.stock.review']._get_use_first(product_id, warehouse).get((product_id, warehouse))
        first = {(line.lot_id, line.location_id) for line in lines or ()}
        return quants.sorted(lambda quant: (quant.lot_id, quant.location_id) not in first) if first else quants

    @api.model
    def _get_inventory_fields_write(self):
        return [*super()._get_inventory_fields_write(), 'aftersales_count_reason_id']

    def _apply_inventory(self, date=None):
        self._check_count_reasons()
        Move = self.env['stock.move'].sudo()  # sudo: what a count made of the book is the system's word
        counted = self.browse() if self.env.user._is_superuser() else self.sudo() - self._find_first_entries()  # sudo: as above
        told = {quant._get_count_key(): quant._prepare_count_vals() for quant in counted}
        last = Move.search([], order='id desc', limit=1).id or 0
        result = super()._apply_inventory(date)
        if not told:
            return result
        for move in Move.search([
                ('id', '>', last), ('is_inventory', '=', True), ('product_id', 'in', self.product_id.ids)]):
            line = move.move_line_ids[:1]
            place = line.location_id if move._get_aftersales_direction() > 0 else line.location_dest_id
            vals = told.get((move.product_id, place, line.lot_id, line.package_id or line.result_package_id, line.owner_id))
            if vals and move.quantity:
                move.write(vals)
        return result

    def action_clear_inventory_quantity(self):
        """A count that is dropped takes its reason along."""
        result = super().action_clear_inventory_quantity()
        # sudo: who counts need not see the store's figures
        self.sudo().filtered('aftersales_count_reason_id').aftersales_count_reason_id = False
        return result

    # === BUSINESS METHODS ===#

    def _get_count_key(self):
        self.ensure_one()
        return self.product_id, self.location_id, self.lot_id, self.package_id, self.owner_id

    def _prepare_count_vals(self):
        """What the move of this count keeps; worth what the store's limits reckon with."""
        self.ensure_one()
        company = self.company_id or self.env.company
        cost = self.product_id.with_company(company).standard_price
        return {
            'aftersales_count_reason_id': self.aftersales_count_reason_id.id,
            'aftersales_count_difference': self.inventory_diff_quantity,
            'aftersales_count_value': company.currency_id.round(self.inventory_diff_quantity * cost)}

    def _check_count_reasons(self):
        """:raises UserError: naming the parts whose difference is worth more than the company's limit and has no reason"""
        if self.env.su or not self.env.user.has_group('aftersales.group_store'):
            return
        missing = []
        for quant in self.sudo() - self._find_first_entries():  # sudo: what a difference is worth decides whoever may see it
            company = quant.company_id or self.env.company
            value = quant._prepare_count_vals()['aftersales_count_value']
            limit, currency = company.aftersales_count_reason_limit, company.currency_id
            if not quant.aftersales_count_reason_id and currency.compare_amounts(abs(value), limit) > 0:
                missing.append((quant, currency.format(limit)))
        if missing:
            raise UserError(self.env._(
                "These differences are worth more than %(limit)s and have no reason. Choose one for each in the physical "
                "inventory, then apply them:\n%(parts)s", limit=missing[0][1], parts="\n".join(
                    f'- {quant.product_id.display_name}, {quant.location_id.display_name}: '
                    f'{quant.inventory_diff_quantity:+g}' for quant, __ in missing)))

    def _find_first_entries(self):
        """What a store begins with is no count: nothing of the part has ever come to the place, or left it."""
        empty = self.sudo().filtered(lambda quant: not quant.quantity)  # sudo: what moved is told to whoever counts
        if not empty:
            return empty
        moved = set()
        for side in ('location_id', 'location_dest_id'):
            moved |= set(self.env['stock.move.line'].sudo()._read_group(  # sudo: as above
                [('product_id', 'in', empty.product_id.ids), (side, 'in', empty.location_id.ids), ('state', '=', 'done')],
                ['product_id', side]))
        return empty.filtered(lambda quant: (quant.product_id, quant.location_id) not in moved)
