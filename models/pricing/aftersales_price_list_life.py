from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class AftersalesPriceList(models.Model):
    """From a draft to the list that holds: a manager approves it, and it ends the one before (A5)."""
    _inherit = 'aftersales.price.list'

    _transitions = {
        'draft': {'published': 'aftersales.group_manager'},
        'published': {'withdrawn': 'aftersales.group_manager'},
        'withdrawn': {},
    }

    # === ACTION METHODS ===#

    def action_publish(self):
        self.check_access('write')
        self._claim_for_update()
        self._check_transition('published')
        for price_list in self:
            price_list._end_former()
        self._transition('published')

    def action_withdraw(self):
        self._transition('withdrawn')

    def action_new_version(self):
        """A draft with the same prices, to be changed: it may hold from tomorrow on."""
        self.ensure_one()
        version = self.copy({'valid_from': self._get_today() + timedelta(days=1)})
        return {
            'type': 'ir.actions.act_window', 'res_model': self._name, 'res_id': version.id, 'view_mode': 'form',
            'views': [(False, 'form')],
        }

    # === BUSINESS METHODS ===#

    def _check_published(self):
        for price_list in self:
            if not price_list.line_ids:
                raise UserError(self.env._(
                    "%(list)s has no price yet. Fill it from the set-up, or add a line.", list=price_list.display_name))
            if price_list.valid_from < price_list._get_today():
                raise UserError(self.env._(
                    "%(list)s would hold from a day that is over. Prices are published before they hold: choose today or a "
                    "later day.", list=price_list.display_name))

    def _after_published(self, source):
        # sudo: who approved it and when is the system's
        self.sudo().write({'approved_id': self.env.uid, 'approved_date': fields.Datetime.now()})

    def _check_withdrawn(self):
        """Hook: whether a published list may be taken back."""

    def _end_former(self):
        """The list that held so far ends the day before."""
        self.ensure_one()
        former = self.search(
            Domain('workshop_id', '=', self.workshop_id.id) & Domain('state', '=', 'published')
            & Domain('valid_from', '<', self.valid_from)
            & (Domain('valid_to', '=', False) | Domain('valid_to', '>=', self.valid_from)))
        former.write({'valid_to': self.valid_from - timedelta(days=1)})
        former.flush_recordset(['valid_to'])
