from datetime import timedelta

from odoo import api, fields, models

# Where no deadline says otherwise.
CALL_DAYS = 7


class AftersalesComplaint(models.Model):
    """Some days after it was closed somebody else than its handler calls the customer once more (J2)."""
    _inherit = 'aftersales.complaint'

    aftercall_ids = fields.One2many('aftersales.complaint.aftercall', 'complaint_id', string="Call Afterwards", readonly=True)
    is_to_call = fields.Boolean(string="To Call after Closing", compute='_compute_is_to_call', search='_search_is_to_call')

    @api.depends('aftercall_ids.done_date')
    def _compute_is_to_call(self):
        for complaint in self:
            complaint.is_to_call = any(not call.done_date for call in complaint.aftercall_ids)

    def _search_is_to_call(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return [('aftercall_ids', 'any' if True in value else 'not any', [('done_date', '=', False)])]

    # === ACTION METHODS ===#

    @api.readonly
    def action_call_afterwards(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Call after a Complaint"), 'target': 'new',
            'res_model': 'aftersales.complaint.aftercall', 'res_id': self.aftercall_ids[:1].id, 'view_mode': 'form',
            'views': [(False, 'form')]}

    # === BUSINESS METHODS ===#

    def _after_closed(self, source):
        """Who was content once may have found meanwhile that it was not cured."""
        rows = self.env['aftersales.deadline']._get_rows('complaint', self.company_id)
        today, vals_list = fields.Datetime.now(), []
        for complaint in self._get_called_afterwards():
            row = rows._pick_for_complaint(complaint, 'aftercall')
            callers = (
                complaint.confirmer_id | complaint.confirmed_by_id | complaint.workshop_id.manager_id
                | complaint._get_managers()) - complaint.user_id - complaint._get_responsible_users()
            vals_list.append({
                'complaint_id': complaint.id, 'user_id': callers[:1].id,
                'due_date': complaint._get_local_date(today) + timedelta(days=int(row.term_days) if row else CALL_DAYS)})
        # sudo: made by the system, whoever closes it
        self.env['aftersales.complaint.aftercall'].sudo().create(vals_list)._give_task()

    def _get_called_afterwards(self):
        """Hook: who is called once more; rooms leave out by ``super()`` whom they know a reason not to call."""
        return self.filtered(lambda complaint: complaint.kind == 'complaint')
