from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.misc import format_time

from .aftersales_norm import LEVELS

# So many norms are named; the others are a click away.
MOST_NAMES = 3


class AftersalesNorm(models.Model):
    """The norms that bind for a customer at a step of his visit, by the level of service that he gets."""
    _inherit = 'aftersales.norm'

    @api.model
    def _get_binding_domain(self, level, steps, company, workshop):
        order = [name for name, __ in LEVELS]
        return Domain([
            ('state', '=', 'used'), ('step', 'in', steps), ('level', 'in', order[:order.index(level) + 1]),
            ('company_id', '=', company.id), ('workshop_id', 'in', [workshop.id, False])])

    @api.model
    def _get_binding(self, level, steps, company, workshop):
        """Norms in force up to a level; where a number has words of its own for a higher level, those bind."""
        order = [name for name, __ in LEVELS]
        found = {}
        for norm in self.search(self._get_binding_domain(level, steps, company, workshop), order='code, id', limit=500):
            known = found.get(norm.code)
            if not known or order.index(norm.level) >= order.index(known.level):
                found[norm.code] = norm
        return self.browse([norm.id for norm in found.values()])

    @api.model
    def _get_served_words(self, rows):
        """What is asked at a step of whoever serves a customer, of many documents at once.

        :param rows: list of (company, outlet, level, steps, moment from which time runs or False)
        :return: list of (words or False, norms)
        """
        known, result = {}, []
        for company, workshop, level, steps, start in rows:
            key = company, workshop, level, steps
            if key not in known:
                known[key] = self._get_binding(level, steps, company, workshop)
            norms = known[key]
            named = norms.sorted(lambda norm: (not norm.limit_minutes, norm.limit_minutes, norm.code))[:MOST_NAMES]
            words = [norm._say_limit(workshop, start) for norm in named] + ['…'] * (len(norms) > MOST_NAMES)
            result.append(('; '.join(words) or False, norms))
        return result

    def _say_limit(self, workshop, start):
        if not self.limit_minutes:
            return self.name
        if not start:
            return self.env._("%(norm)s (within %(minutes)s min)", norm=self.name, minutes=self.limit_minutes)
        until = start + timedelta(minutes=self.limit_minutes)
        return self.env._(
            "%(norm)s (until %(time)s)", norm=self.name,
            time=format_time(self.env, until, tz=str(workshop._get_tz()), time_format='short'))
