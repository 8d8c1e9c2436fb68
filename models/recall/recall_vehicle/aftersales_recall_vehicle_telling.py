from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MAIL_TEMPLATE = 'aftersales.mail_template_recall'
SMS_TEMPLATE = 'aftersales.sms_template_recall'


class AftersalesRecallVehicle(models.Model):
    """How often, how and when the owner was told."""
    _inherit = 'aftersales.recall.vehicle'

    telling_ids = fields.One2many('aftersales.recall.telling', 'recall_vehicle_id', string="Tellings", readonly=True)
    told_count = fields.Integer(
        string="Times Told", compute='_compute_told', store=True, default=0, aggregator='sum')
    first_told_date = fields.Datetime(string="First Told", compute='_compute_told', store=True)
    last_told_date = fields.Datetime(string="Last Told", compute='_compute_told', store=True, index='btree_not_null')
    wave_id = fields.Many2one(
        'aftersales.recall.wave', string="Last Wave", readonly=True, index='btree_not_null', ondelete='set null')

    # === COMPUTE METHODS ===#

    @api.depends('telling_ids.date')
    def _compute_told(self):
        for car in self:
            dates = car.telling_ids.mapped('date')
            car.told_count = len(dates)
            car.first_told_date = min(dates, default=False)
            car.last_told_date = max(dates, default=False)

    # === ACTION METHODS ===#

    def action_note_told(self):
        """Somebody told the owner: on the phone, at the counter, by a letter of his own."""
        self._check_may_tell()
        return self._open_dialog('aftersales.recall.telling.wizard', self.env._("Owner Was Told"))

    def action_print_letters(self):
        return self.env.ref('aftersales.action_report_recall_letter').report_action(self)

    # === BUSINESS METHODS ===#

    def _check_may_tell(self):
        self.check_access('read')
        if not self.env.user.has_group('aftersales.group_sell'):
            raise AccessError(self.env._("Only those who speak with customers note what they were told."))
        self.recall_id._check_may_tell()
        for car in self:
            if not car.partner_id:
                raise UserError(self.env._("Nobody is known as owner of %(car)s.", car=car.display_name))

    def _note_told(self, channel, note='', wave=None):
        """Keep that the owners were told now."""
        # sudo: tellings are kept by the system, whoever told
        return self.env['aftersales.recall.telling'].sudo().create([{
            'recall_vehicle_id': car.id, 'partner_id': car._get_notice_partner().id, 'channel': channel, 'note': note,
            'wave_id': (wave or car.wave_id).id, 'user_id': self.env.uid,
        } for car in self])

    def _describe(self):
        """What the counter is told, in one sentence."""
        self.ensure_one()
        recall = self.recall_id
        values = {
            'kind': recall._get_kind_label(), 'number': recall.maker_number, 'title': recall.title,
            'state': self._get_state_label(),
        }
        if recall.stop_drive:
            return self.env._(
                "%(kind)s %(number)s: %(title)s (%(state)s). The car must not be driven before it is done.", **values)
        return self.env._("%(kind)s %(number)s: %(title)s (%(state)s)", **values)

    # === BUSINESS METHODS: NOTICES ===#

    def _get_notice_partner(self):
        return self.sudo().vehicle_id.owner_id  # sudo: who owns the car is told by the system

    def _get_notice_email(self):
        """A safety recall is no advertising: who wants none is written to all the same. A free campaign is."""
        if self.recall_id.kind != 'recall':
            return super()._get_notice_email()
        return self._get_notice_partner().email_normalized or ''

    def _get_notice_phone(self):
        if self.recall_id.kind != 'recall':
            return super()._get_notice_phone()
        return self._get_notice_partner().phone or ''

    def _is_notice_due(self, mail_template):
        """Not when it was done meanwhile."""
        return super()._is_notice_due(mail_template) and self.is_open

    def _get_message_names(self):
        return [self.recall_id.title, *super()._get_message_names()]

    def _keep_told(self, messages):
        """What was written counts as told, once a way."""
        super()._keep_told(messages)
        cars = {car.id: car for car in self}
        for message in messages:
            if message.model == self._name and message.res_id in cars:
                cars[message.res_id]._note_told('sms' if message.message_type == 'sms' else 'mail')

    @api.model
    def _get_booking_url(self):
        return f'{self.get_base_url()}/my/book'
