from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class StockLot(models.Model):
    """Lots and serial numbers as the parts counter hands them out: which goes first, and which must not leave (H2, H8)."""
    _inherit = 'stock.lot'

    def _get_stock_at(self, place):
        """:return: dict of lot: its stock at ``place`` and within"""
        # sudo: who sells need not have rights in stock
        quants = self.env['stock.quant'].sudo().search([
            ('lot_id', 'in', self.ids), ('location_id', 'child_of', place.id), ('quantity', '>', 0),
        ], order='in_date, id')
        by_lot = quants.grouped('lot_id')
        return {lot: by_lot.get(lot.sudo(), quants.browse()) for lot in self}  # sudo: as above

    def _get_expiry(self, quants):
        """The day until which a lot may be handed out, or False: its own, else by the part's shelf life since it came in."""
        self.ensure_one()
        own = self.expiration_date if 'expiration_date' in self._fields else False  # of a module that need not be there
        days, company = self.product_id.aftersales_shelf_days, quants.company_id[:1] or self.company_id
        if own:
            return self._get_lot_day(own, company)
        if not (days and quants):
            return False
        return self._get_lot_day(min(quant.in_date or quant.create_date for quant in quants), company) + timedelta(days=days)

    def _get_lot_day(self, moment, company):
        """The day of ``moment`` where the lot lies, whoever asks and from wherever."""
        zone = (company or self.env.company).sudo()._get_clock_zone()  # sudo: the clock is told to whoever may see the lot
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), moment).date()

    def _propose_first(self, product, place, quantity):
        """What expires first goes first, then what came first; what must not leave is passed by.

        :param quantity: in the product's unit
        :return: list of (lot, quantity), with less than ``quantity`` where no more is free
        """
        quants = self.env['stock.quant'].sudo().search([  # sudo: as above
            ('product_id', '=', product.id), ('location_id', 'child_of', place.id), ('lot_id', '!=', False),
            ('quantity', '>', 0)], order='in_date, id')
        stock = quants.grouped('lot_id')
        refused = quants.lot_id._get_refusals(place, stock)
        expiry = {lot: lot._get_expiry(own) or fields.Date.to_date('9999-12-31') for lot, own in stock.items()}
        taken = []
        for lot, own in sorted(stock.items(), key=lambda pair: expiry[pair[0]]):  # sorting keeps what came first before
            free = min(sum(quant.quantity - quant.reserved_quantity for quant in own), quantity)
            if lot not in refused and product.uom_id.compare(free, 0.0) > 0:
                taken.append((lot.sudo(self.env.su), free))
                quantity -= free
        return taken

    def _get_refusals(self, place, stock):
        """Hook: why lots must not be handed out from ``place``, where ``stock`` of each lies, as ``_get_stock_at`` says.

        :return: dict of lot: the reason; lots that may leave are left out
        """
        refusals, today = {}, self._get_lot_day(fields.Datetime.now(), place.company_id)
        for lot in self:
            words = {'lot': lot.name, 'part': lot.product_id.display_name, 'store': place.display_name}
            if not stock[lot]:
                # sudo: as above
                elsewhere = lot.sudo().quant_ids.filtered(
                    lambda quant: quant.quantity > 0 and quant.location_id.usage in ('internal', 'transit'))
                refusals[lot] = self.env._(
                    "%(lot)s of %(part)s lies at %(place)s, not in %(store)s: it is blocked, or of another store.",
                    place=", ".join(elsewhere.location_id.mapped('display_name')), **words) if elsewhere else self.env._(
                    "%(lot)s of %(part)s is not in the house: it has left, or never came in.", **words)
                continue
            expiry = lot._get_expiry(stock[lot])
            if expiry and expiry < today:
                refusals[lot] = self.env._(
                    "%(lot)s of %(part)s expired on %(day)s: put it out of stock, and take another one.", day=expiry, **words)
        return refusals

    def _check_may_leave(self, place):
        """:raises UserError: why one of the lots must not be handed out from ``place``

        :return: dict of lot: its stock there
        """
        stock = self._get_stock_at(place)
        for refusal in self._get_refusals(place, stock).values():
            raise UserError(refusal)
        return stock

    def _find_by_number(self, text, products):
        """The lot somebody scanned or typed, of one of ``products``.

        :raises UserError: when the number is unknown, or of another part
        """
        text = (text or '').strip()
        found = self.search(Domain('name', '=ilike', text.replace('%', r'\%').replace('_', r'\_')), limit=80)
        fitting = found.filtered(lambda lot: lot.product_id in products)
        words = {'number': text, 'parts': ", ".join(products.mapped('display_name'))}
        if found and not fitting:
            raise UserError(self.env._(
                "%(number)s is a number of %(other)s, not of %(parts)s.", other=found[0].product_id.display_name, **words))
        if not fitting:
            raise UserError(self.env._("Nobody knows the number %(number)s. Scan one of %(parts)s.", **words))
        return fitting[0]
