from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..complaint.aftersales_complaint_closing import MOODS


class AftersalesComplaintAftercall(models.Model):
    """The call some days after a case was closed, by somebody else than who handled it: is the customer still content? (J2)

    The case is over and stays as it is; who is not content any more has a new one, which follows from it.
    """
    _name = 'aftersales.complaint.aftercall'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.history.mixin']
    _description = "Call after a Complaint"
    _order = 'due_date, id'
    _rec_name = 'complaint_id'
    _check_company_auto = True

    complaint_id = fields.Many2one(
        'aftersales.complaint', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='complaint_id.company_id', store=True, index=True)
    partner_id = fields.Many2one(related='complaint_id.partner_id')
    phone = fields.Char(related='complaint_id.phone')
    user_id = fields.Many2one(
        'res.users', string="Calls", index='btree_not_null', check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    due_date = fields.Date(string="Call until", required=True, readonly=True)
    mood = fields.Selection(MOODS, string="Customer's Mood")
    note = fields.Text(string="What the Customer Said")
    done_date = fields.Datetime(string="Called On", readonly=True)
    done_by_id = fields.Many2one('res.users', string="Call Made By", readonly=True)

    _complaint_uniq = models.UniqueIndex('(complaint_id)', "After this complaint there is a call already.")
    _due_idx = models.Index("(due_date) WHERE done_date IS NULL")

    # === CRUD METHODS ===#

    def write(self, vals):
        vals = self._read_inputs(vals)
        result = super().write(vals)
        if 'user_id' in vals:
            self._give_task()
        return result

    def _is_history(self):
        self.ensure_one()
        return bool(self.done_date)

    @api.constrains('user_id')
    def _check_caller(self):
        for call in self:
            if call.user_id and call.user_id == call.complaint_id.user_id:
                raise UserError(self.env._(
                    "%(complaint)s was handled by %(user)s: somebody else calls the customer.",
                    complaint=call.complaint_id.display_name, user=call.user_id.name))

    # === ACTION METHODS ===#

    def action_done(self):
        """He was reached; who is not content has a new case.

        :return: the new case, where there is one
        """
        self.ensure_one()
        self.check_access('write')
        complaint = self.complaint_id
        if self.env.user in complaint.user_id | complaint._get_responsible_users():
            raise AccessError(self.env._(
                "%(complaint)s: whether the customer is still content is asked by somebody else than who handled it or is "
                "responsible for it.", complaint=complaint.display_name))
        if self.done_date:
            raise UserError(self.env._("%(complaint)s: the customer was called already.", complaint=complaint.display_name))
        if not self.mood or not (self.note or '').strip():
            raise UserError(self.env._("Write how content the customer is, and what he said."))
        # sudo: stamps are the system's
        self.sudo().write({'done_date': fields.Datetime.now(), 'done_by_id': self.env.uid})
        self._give_task()
        if self.mood != 'discontent':
            return {'type': 'ir.actions.act_window_close'}
        return complaint._get_form_action(complaint._create_following(story=self.note))

    # === BUSINESS METHODS ===#

    def _give_task(self):
        """Whoever calls has it among his activities until he has called."""
        kind = 'mail.mail_activity_data_call'
        for call in self.sudo():  # sudo: the task may be somebody else's
            call.complaint_id.activity_unlink([kind])
            if call.user_id and not call.done_date:
                call.complaint_id.activity_schedule(
                    kind, user_id=call.user_id.id, date_deadline=call.due_date, automated=True,
                    summary=call.with_context(lang=call.user_id.lang).env._("Is the customer still content?"))
