from odoo import api, fields, models
from odoo.exceptions import AccessError


class AftersalesComplaintDissent(models.Model):
    """A unit does not agree with the decision: to whom it turns, and what came of it. The customer does not wait for it."""
    _name = 'aftersales.complaint.dissent'
    _inherit = ['aftersales.complaint.part.mixin', 'aftersales.history.mixin']
    _description = "Dissent on a Complaint"
    _order = 'date, id'
    _rec_name = 'text'
    _block = 'dissent_ids'

    complaint_id = fields.Many2one('aftersales.complaint', required=True, index=True, ondelete='cascade')
    text = fields.Text(string="Why", required=True)
    user_id = fields.Many2one('res.users', string="By", readonly=True, required=True, default=lambda self: self.env.user)
    date = fields.Datetime(readonly=True, required=True, default=fields.Datetime.now)
    recipient_id = fields.Many2one(
        'res.users', string="Addressee", required=True, index=True, domain="[('share', '=', False)]")
    outcome = fields.Text(string="What Came of It", help="Written by whom it was sent to.")

    @api.model
    def _get_open_fields(self):
        return {'outcome'}

    @api.model_create_multi
    def create(self, vals_list):
        dissents = super().create(vals_list)
        for dissent in dissents.sudo():  # sudo: the task is somebody else's
            user = dissent.recipient_id
            words = dissent.with_context(lang=user.lang).env
            dissent.complaint_id.activity_schedule(
                'mail.mail_activity_data_todo', user_id=user.id,
                summary=words._("%(user)s does not agree", user=dissent.user_id.name))
        return dissents

    def write(self, vals):
        if not self.env.su and any(dissent.recipient_id != self.env.user for dissent in self):
            raise AccessError(self.env._("What came of a dissent is written by whom it was sent to."))
        return super().write(vals)

    def _check_part_written(self, vals):
        if vals.keys() - self._get_open_fields():
            super()._check_part_written(vals)

    def _check_open(self):
        """The customer does not wait for it: what nobody has answered is answered when the complaint is over, too."""
        super(AftersalesComplaintDissent, self.filtered('outcome'))._check_open()
