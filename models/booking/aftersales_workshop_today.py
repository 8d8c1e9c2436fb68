from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        own = [('workshop_id', '=', self.id)]
        # What is nobody's yet is everybody's.
        asked = ['|', *own, '&', ('workshop_id', '=', False), ('company_id', '=', self.company_id.id)]
        return [
            *super()._get_tallies(start, stop),
            Tally(50, 'no_shows', 'wrong', self.env._("booked and not come"), 'aftersales.action_appointments', [
                *own, ('state', '=', 'no_show'), ('start', '>=', start), ('start', '<', stop)], 'warning'),
            Tally(55, 'late_comers', 'wrong', self.env._("late for their appointment"), 'aftersales.action_appointments', [
                *own, ('is_late', '=', True), ('start', '>=', start), ('start', '<', stop)], 'warning'),
            Tally(60, 'overdue', 'wrong', self.env._("enquiries past their deadline"), 'aftersales.action_enquiries', [
                *asked, ('is_overdue', '=', True)], 'danger'),
            Tally(5, 'enquiries', 'wait', self.env._("enquiries to answer"), 'aftersales.action_enquiries', [
                *asked, ('state', 'in', ('open', 'in_progress'))], 'warning'),
        ]
