from odoo import api, models
from odoo.tools import format_date

from . import forecast

YEAR = 12


class AftersalesStockingProposal(models.Model):
    """Why so many are kept, in sentences of the reader's language."""
    _inherit = 'aftersales.stocking.proposal'

    @api.depends_context('lang', 'allowed_company_ids')
    def _compute_reason(self):
        names = self._read_old_names()
        for proposal in self:
            proposal.reason = ' '.join(filter(None, (
                proposal._tell_demand(), proposal._tell_level(), proposal._tell_old_stock(names), proposal._tell_here())))

    def _read_old_names(self):
        """:return: dict of the id of an old number: what stands on its label"""
        ids = {number for proposal in self if proposal.covered_pieces for number, *__ in proposal.old_stock or ()}
        # sudo: a number that whoever reads the proposal may know, also where the old part has been archived since
        products = self.env['product.product'].sudo().browse(ids).exists()
        return {product.id: product.default_code or product.name for product in products}

    def _tell_demand(self):
        self.ensure_one()
        if self.is_superseded:
            return self.product_id.product_tmpl_id._get_successor_words().get(self.product_id.product_tmpl_id.id, '')
        months = min(YEAR, self.months_known)
        if not self.demand_months:
            return self.env._("Not asked for in the last %(months)s months.", months=months)
        words = self.env._(
            "Asked for in %(with_demand)s of the last %(months)s months, %(most)s at most in one.",
            with_demand=self.demand_months, months=months, most=self._count(self.most_pieces))
        if self.lost_pieces:
            words += ' ' + self.env._("%(lost)s of it could not be sold.", lost=self._count(self.lost_pieces))
        return words

    def _tell_level(self):
        self.ensure_one()
        if self.is_superseded:
            return self.env._("What was asked for counts for that part: order this one no more.")
        if self.season_id:
            return self.env._(
                "At least %(level)s are kept for “%(season)s”, until %(date)s.", level=self._count(self.season_pieces),
                season=self.season_id.name, date=format_date(self.env, self.season_id.date_end))
        if self.kind == 'end':
            return self.env._(
                "Nobody asked for it in %(months)s months: order it no more.",
                months=min(self.idle_months, self.months_known))
        if self.kind == 'none' and not self.covered_pieces:
            return self.env._(
                "%(count)s demands in 12 months; kept from %(least)s on.", count=self.demand_count,
                least=self.policy_id.phase_in)
        words = self.env._(
            "%(level)s suffice until the next delivery with %(cover)s %% certainty.",
            level=self._count(self.best_min + self.covered_pieces), cover=self._count(self.wanted_cover))
        if self.quantity > 1:
            words += ' ' + self.env._(
                "Order %(quantity)s at once: ordering costs more than keeping them.", quantity=self._count(self.quantity))
        return words

    def _tell_old_stock(self, names):
        self.ensure_one()
        if not self.covered_pieces:
            return ''
        return ' '.join(
            self.env._(
                "%(pieces)s of the old number %(part)s are used up first.", pieces=self._count(pieces), part=names[number])
            for number, pieces, __ in self.old_stock if number in names)

    def _tell_here(self):
        self.ensure_one()
        if self.on_hand <= 0:
            return self.env._("None on hand.")
        return self.env._(
            "%(here)s on hand suffice with %(cover)s %%.", here=self._count(self.on_hand),
            cover=int(100 * forecast.get_cover(self.shape, self.probability, self.on_hand)))

    def _count(self, number):
        return f'{number:.10g}'
