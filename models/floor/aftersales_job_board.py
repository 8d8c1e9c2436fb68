from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesJob(models.Model):
    """Who works on a card of the board right now."""

    _inherit = 'aftersales.job'

    def _prepare_board_cards(self):
        cards = super()._prepare_board_cards()
        # sudo: who works on what is on the wall; the names are in the rows
        for entry in self.env['aftersales.time.entry'].sudo().search_fetch(
            [('job_id', 'in', self.ids), ('stop', '=', False)], ['job_id', 'employee_id', 'start'],
        ):
            cards[self.browse(entry.job_id.id)]['running'].append(
                {'technician': entry.employee_id.id, 'since': fields.Datetime.to_string(entry.start)})
        return cards

    def _check_may_be_planned(self, plan):
        super()._check_may_be_planned(plan)
        # sudo: the clocks of others
        running = self.sudo().running_employee_ids
        if running and 'technician' in plan and (plan['technician'] or False) not in running.ids:
            raise UserError(self.env._(
                "%(technician)s is working on job %(job)s. Stop that clock before giving the job to somebody else.",
                technician=", ".join(running.mapped('name')), job=self.shown_name))

    def _get_workers(self):
        return super()._get_workers() | self.time_ids.employee_id

    def _get_hours_done(self):
        return self.clocked_hours
