from odoo import api, models
from odoo.exceptions import UserError

# What customers may come back with a new case to.
OVER_STATES = ('closed', 'unfounded')


class AftersalesComplaint(models.Model):
    """Complaints by mail, and what customers write to a case, also to one that is over (see
    ``aftersales.customer.word.mixin``)."""
    _inherit = 'aftersales.complaint'

    @api.model
    def _prepare_mail_vals(self, msg_dict, custom_values):
        """Nobody of the house has received it yet."""
        return {**super()._prepare_mail_vals(msg_dict, custom_values), 'receiver_id': False}

    def _get_mail_reader(self):
        self.ensure_one()
        return self.holder_id or super()._get_mail_reader() or self._get_supervisor()

    def _get_mail_task(self):
        if self.is_open:
            return super()._get_mail_task()
        return self.env._("The customer wrote about a case that is over: read it; if he comes again, make a new one of it")

    # === ACTION METHODS ===#

    def action_follow(self):
        """The customer comes again with what is over: a new complaint follows, in the words he wrote last."""
        self.ensure_one()
        self.check_access('write')
        self._check_role('aftersales.group_handle_complaint')
        going = self.followup_ids.filtered('is_open')[:1]
        if going:
            return self._get_form_action(going)
        if self.state not in OVER_STATES or self.kind != 'complaint':
            raise UserError(self.env._(
                "%(complaint)s is: %(state)s. Only where a complaint is over, a new one follows from it.",
                complaint=self.display_name, state=self._get_state_label()))
        words = self._get_last_words()
        return self._get_form_action(self._create_following(**({'story': words} if words else {})))

    def _get_last_words(self):
        """What the customer wrote after it was over; '' where he did not write."""
        self.ensure_one()
        # sudo: the log is the complaint's, which the user may write
        message = self.sudo().message_ids.filtered(lambda message: (
            message.message_type == 'email' and self.closed_date and message.date >= self.closed_date
            and not any(user._is_internal() for user in message.author_id.user_ids))).sorted('id')[-1:]
        return self._read_mail_body({'body': message.body}) if message else ''
