from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.words import say_day


class AftersalesComplaint(models.Model):
    """What the customer sees: his own words, number, how far it is, letters. Never causes, people or costs."""
    _name = 'aftersales.complaint'
    _inherit = ['aftersales.complaint', 'aftersales.own.mixin']

    _portal_counter = 'aftersales_complaint_count'

    @api.model
    def _get_portal_domain(self, partner):
        own = partner._get_aftersales_family_domain('partner_id')
        # Incidents are notes of the house; what was dropped was a slip or is told elsewhere.
        return own & Domain('kind', '!=', 'incident') & Domain('state', '!=', 'cancelled')

    @api.model
    def _tell_online(self, vals):
        """A case from a page, which has checked who tells it: to be registered, nobody's yet; told twice it is one.

        :param dict vals: with ``workshop_id`` and ``story``
        """
        workshop = self.env['aftersales.workshop'].browse(vals['workshop_id'])
        system = self.with_user(SUPERUSER_ID).with_company(workshop.company_id)
        vals = {
            'kind': 'complaint', 'email': '', **vals, 'company_id': workshop.company_id.id, 'channel': 'web',
            'subject': vals['story'].strip().split('\n')[0][:80], 'receiver_id': False, 'user_id': False}
        return (system._search_sent_before(vals) or system.create([vals])).with_env(self.env)

    def _get_portal_status(self):
        """:return: (label in the customer's words, Bootstrap colour)"""
        self.ensure_one()
        return {
            'received': (self.env._("We have received it"), 'info'),
            'acknowledged': (self.env._("We look into it"), 'info'),
            'investigating': (self.env._("We look into it"), 'info'),
            'proposed': (self.env._("We look into it"), 'info'),
            'approved': (self.env._("Our answer is ready"), 'warning'),
            'carried_out': (self.env._("Carried out"), 'success'),
            'confirmed': (self.env._("Carried out"), 'success'),
            'closed': (self.env._("Case closed"), 'success'),
            'unfounded': (self.env._("Case closed"), 'light'),
            'refused': (self.env._("Goes on as a new complaint"), 'light'),
            'cancelled': (self.env._("Case closed"), 'light'),
        }[self.state]

    def _get_portal_number(self):
        self.ensure_one()
        return self.name if self.name != '/' else self.env._("Not numbered yet")

    def _get_portal_title(self):
        """The customer's own words: the house may have given it another heading."""
        self.ensure_one()
        return (self.story or '').strip().split('\n')[0][:80]

    def _get_portal_day(self, moment):
        self.ensure_one()
        return say_day(self.env, moment, self._get_tz())

    def _get_portal_letters(self):
        """What he was told in writing."""
        self.ensure_one()
        return self.letter_ids.filtered(lambda letter: letter.is_written and letter.kind != 'authority').sorted('date')
