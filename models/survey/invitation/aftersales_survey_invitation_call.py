from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import escape_psql

from odoo.addons.aftersales.models.base.inputs import clean_code
from odoo.addons.aftersales.models.base.words import say_time

# Whom nobody reached so often is called no more.
MOST_ATTEMPTS = 3
# Who began to call has so long, before somebody else gets the same customer.
TAKEN = timedelta(minutes=30)
# So long after an attempt that reached nobody he is called again, where no better time is known.
AGAIN = timedelta(hours=4)
# Nobody is asked about something that is longer ago than the longest wait an occasion may have.
FURTHEST = timedelta(days=366)
# So far ahead somebody who is called says when he has time.
FURTHEST_WISH = timedelta(days=60)
LOOKED_AT = 50
# How whoever types says the customer was asked.
TYPED = ('phone', 'paper', 'face', 'group', 'social', 'voices', 'accompanied')
LONGEST_REASON = 300


class AftersalesSurveyInvitation(models.Model):
    """Asked by voice, and typed from paper: one screen, number keys, the next call by itself (C6, L1)."""
    _inherit = 'aftersales.survey.invitation'

    @api.constrains('call_from')
    def _check_call_from(self):
        furthest = fields.Datetime.now() + FURTHEST
        for invitation in self:
            if invitation.call_from and invitation.call_from > furthest:
                raise ValidationError(self.env._(
                    "%(survey)s: the best time to call is more than a year away. Choose one to come soon.",
                    survey=invitation.display_name))

    # === ACTION METHODS ===#

    def action_call(self):
        """Ask this customer on the phone."""
        return self._open_call_screen('call')

    def action_enter_paper(self):
        """Type what the customer wrote on paper."""
        return self._open_call_screen('paper')

    def _open_call_screen(self, mode):
        self.ensure_one()
        self._check_may_ask()
        if self.state not in ('open', 'lapsed', 'skipped'):
            raise UserError(self.env._(
                "%(survey)s is over: %(state)s.", survey=self.display_name, state=self._get_state_label()))
        customer = self.partner_id.with_company(self.company_id)
        for obstacle in (customer._get_contact_obstacles('call', 'survey') if mode == 'call' else {}).values():
            raise UserError(obstacle)
        name = self.env._("Ask by Phone") if mode == 'call' else self.env._("Enter from Paper")
        return {
            'type': 'ir.actions.client', 'tag': 'aftersales_survey_call', 'name': name,
            'params': {'mode': mode, 'invitation_id': self.id}}

    @api.model
    def get_call(self, invitation_id=False, skipped_ids=()):
        """Who is called now, with all that is asked; the next one in the list where nobody is named.

        :param skipped_ids: whom the caller passed by
        :return: dict as of ``_prepare_call``; ``{'left': 0}`` when nobody is left
        """
        self.browse()._check_may_ask()
        domain = self._get_call_domain()
        if invitation_id:
            invitation = self.browse(invitation_id if isinstance(invitation_id, int) else ()).exists()
            invitation._check_may_ask()
        else:
            passed = [
                number for number in skipped_ids if isinstance(number, int)
            ][-LOOKED_AT:] if isinstance(skipped_ids, (list, tuple)) else []
            free = domain & Domain('id', 'not in', passed) & (
                Domain('taken_date', '=', False) | Domain('taken_date', '<', fields.Datetime.now() - TAKEN)
                | Domain('interviewer_id', '=', self.env.uid))
            waiting = self.search(free, order='call_from, id', limit=LOOKED_AT)
            invitation = waiting.try_lock_for_update(limit=1)
        if not invitation:
            return {'left': 0}
        if invitation.state == 'open':
            # sudo: who calls is noted by the system, so that nobody else calls the same customer
            invitation.sudo().write({'taken_date': fields.Datetime.now(), 'interviewer_id': self.env.uid})
        return {**invitation._prepare_call(), 'left': self.search_count(domain)}

    @api.model
    def find_for_paper(self, text):
        """The survey that a paper belongs to, by number of the order or by plate: the last visit that was delivered.

        :return: dict as of ``_prepare_call``
        :raises UserError: when no delivered visit is found, or its customer has answered
        """
        self.browse()._check_may_ask()
        text = text.strip()[:50] if isinstance(text, str) else ''
        order = self._find_visit(text) if text else self.env['aftersales.order']
        if not order:
            raise UserError(self.env._("No visit that was delivered is found for “%(text)s”.", text=text))
        invitation = self.search([('order_id', '=', order.id)], limit=1) or order._create_survey('paper')
        if invitation.state not in ('open', 'lapsed', 'skipped'):
            raise UserError(self.env._(
                "%(order)s: the customer's answer is there already (%(state)s).", order=order.name,
                state=invitation._get_state_label()))
        return invitation._prepare_call()

    @api.model
    def _find_visit(self, text):
        """The delivered visit of a number, whole; or of a plate, the last one, a whole plate before a part of one. Signs of
        a pattern are none: they would find anybody's visit."""
        Order, delivered, plate = self.env['aftersales.order'], [('state', '=', 'delivered')], clean_code(text)
        order = Order.search([*delivered, ('name', '=ilike', escape_psql(text))], limit=1)
        if order or not plate or '%' in text or '_' in text:
            return order
        orders = Order.search([*delivered, ('license_plate', 'ilike', text)], order='delivered_date desc', limit=LOOKED_AT)
        plates = {order: clean_code(order.license_plate or '') for order in orders}
        return orders.filtered(lambda order: plates[order] == plate)[:1] or orders.filtered(
            lambda order: plate in plates[order])[:1]

    def save_call(self, answers, method='phone'):
        """Keep what the customer said on the phone, or wrote on paper.

        :param answers: dict of question's id (as text, as JSON has it): answer
        """
        self.ensure_one()
        self._check_may_ask()
        if method not in TYPED or not isinstance(answers, dict):
            raise UserError(self.env._("Choose how the customer was asked."))
        read = {int(key): value for key, value in answers.items() if str(key).isdecimal() and len(str(key)) < 10}
        if method == 'phone':
            self.sudo().attempt_count += 1  # sudo: counted by the system
        if not self._answer(read, method, interviewer=self.env.user):
            raise UserError(self.env._(
                "%(survey)s was answered already, perhaps by the link. Reload the page.", survey=self.display_name))
        return True

    def note_not_reached(self, best_time=False):
        """Nobody answered, or the customer asks to be called at another time.

        :param best_time: naive UTC moment as text
        """
        self.ensure_one()
        self._check_may_ask()
        self._check_is_open()
        moment = self._read_inputs({'call_from': best_time})['call_from'] if best_time else False
        now = fields.Datetime.now()
        moment = fields.Datetime.to_datetime(moment) if moment else now + AGAIN
        if moment < now:
            raise UserError(self.env._("The best time to call is past. Choose one to come."))
        if moment > now + FURTHEST_WISH:
            raise UserError(self.env._(
                "The best time to call is more than %(days)s days away. Choose one to come soon, or note that the customer "
                "does not want to answer.", days=FURTHEST_WISH.days))
        attempts = self.attempt_count + 1
        # sudo: attempts are counted by the system
        self.sudo().write({
            'attempt_count': attempts, 'is_reached': bool(best_time), 'taken_date': False,
            'call_from': moment if attempts < MOST_ATTEMPTS or best_time else False,
            'expiry_date': max(self.expiry_date or moment, moment + timedelta(days=1))})
        return True

    def note_refused(self, reason='', is_for_ever=False):
        """The customer does not want to answer, this time or ever."""
        self.ensure_one()
        self._check_may_ask()
        self._check_is_open()
        reason = reason.strip()[:LONGEST_REASON] if isinstance(reason, str) else ''
        # sudo: attempts are counted by the system
        self.sudo().write({
            'attempt_count': self.attempt_count + 1, 'is_reached': True, 'taken_date': False,
            'interviewer_id': self.env.uid})
        self._refuse(reason or False, bool(is_for_ever))
        return True

    def _check_is_open(self):
        self._claim_for_update()
        if self.state != 'open':
            raise UserError(self.env._(
                "%(survey)s is over: %(state)s.", survey=self.display_name, state=self._get_state_label()))

    # === BUSINESS METHODS ===#

    @api.model
    def _get_call_domain(self):
        """Who is to be called now; not who wants no surveys since, nor who complains meanwhile."""
        now = fields.Datetime.to_string(fields.Datetime.now())
        return Domain('state', '=', 'open') & Domain('call_from', '<=', now) & (
            Domain('expiry_date', '=', False) | Domain('expiry_date', '>', now)) & Domain(
                'company_id', 'in', self.env.companies.ids) & Domain(self._get_undisturbed_domain())

    @api.model
    def _get_undisturbed_domain(self):
        """Surveys of those who may be called: they want to be asked, and do not wait for an answer to a complaint."""
        Complaint = self.env['aftersales.complaint'].sudo()  # sudo: whether one is open is no secret of the house
        rows = Complaint._read_group([
            *Complaint._get_open_domain(), ('kind', '=', 'complaint'), ('partner_id', '!=', False)], ['partner_id'])
        return [
            ('partner_id', 'not any', self.env['res.partner']._get_plain_refusing_domain('call', 'survey')),
            ('partner_id', 'not in', [partner.id for partner, in rows])]

    def _prepare_call(self):
        """What the screen shows, in the caller's language."""
        self.ensure_one()
        invitation = self.sudo()  # sudo: who may call reads what the call is about
        order, lang = invitation.order_id, invitation._get_lang()
        names = dict(self.env['res.lang'].get_installed())
        return {
            'id': self.id, 'title': invitation.survey_id.title, 'customer': invitation.partner_id.display_name,
            'phone': invitation.partner_id.phone or '', 'car': ' · '.join(filter(None, (
                invitation.vehicle_id.license_plate, invitation.vehicle_id.model_id.display_name))),
            'order': order.name or '', 'jobs': order.job_ids.filtered(lambda job: job.state != 'cancelled').mapped('name'),
            'delivered': say_time(self.env, order.delivered_date, self._get_notice_tz()) if order.delivered_date else '',
            'advisor': invitation.advisor_id.name or '', 'technicians': invitation.technician_ids.mapped('name'),
            'attempts': invitation.attempt_count, 'language': names.get(lang, lang), 'stars': invitation._get_stars(),
            'questions': invitation._prepare_questions(),
        }
