from odoo import api, fields, models
from odoo.exceptions import UserError

from .aftersales_followup import LOST_REASONS, MOODS

LONGEST = 2000
# What the caller chooses from, with its key.
KEYS = {
    'nothing': '1', 'booked': '2', 'estimate': '3', 'complaint': '4', 'suggestion': '5', 'question': '6', 'data': '7',
    'lost': '8', 'insurance': '9', 'winback': '0'}


class AftersalesFollowup(models.Model):
    """What a call gives, and what it opens by one click (J3)."""
    _inherit = 'aftersales.followup'

    def save_call(self, said):
        """Keep what the customer said; a result that leads on opens what it leads to.

        :param said: dict of ``result``, ``mood``, ``summary``, ``wishes``, ``question``, ``lost_reason`` and ``answers``
            (dict of question's id as text: answer), ``unsaid`` (steps of the script that were not spoken of)
        :return: the action that goes on, or False: then the next call comes
        """
        self.ensure_one()
        self._check_may_call()
        said = said if isinstance(said, dict) else {}
        result, mood, lost = said.get('result'), said.get('mood'), said.get('lost_reason')
        self._check_said(result, mood, lost, said.get('question'))
        self._check_worded(result, said)
        self._claim_for_update()
        self._check_is_live()
        followup = self.sudo()  # sudo: answers, register and state are the system's
        texts = {name: self._read_said(said.get(name)) for name in ('summary', 'wishes', 'question')}
        followup.attempt_count += 1
        followup._note_contact(
            'reached', result=result, mood=mood or False, summary=texts['summary'], wishes=texts['wishes'],
            is_answered=not texts['question'], said_step_ids=followup._get_said_steps(said.get('unsaid')).ids)
        followup._keep_answers(said.get('answers'))
        if texts['question']:
            followup._ask_question(texts['question'])
        followup.write({'mood': mood or False, 'lost_reason': lost if result == 'lost' else False, 'agent_id': self.env.uid})
        followup._finish(result)
        return self._open_result(result, texts)

    def _check_said(self, result, mood, lost, question):
        if not isinstance(result, str) or result not in self._get_keys():
            raise UserError(self.env._("Choose what came of the call."))
        if mood and mood not in dict(MOODS):
            raise UserError(self.env._("Choose how the customer feels."))
        if result == 'lost' and lost not in dict(LOST_REASONS):
            raise UserError(self.env._("Say why the customer is lost."))
        if result == 'question' and not self._read_said(question):
            raise UserError(self.env._("Write what the customer asks."))

    def _check_worded(self, result, said):
        """A case of nothing but the fact that somebody called helps nobody: it says what the customer said."""
        if result in self._get_worded_results() and not any(
                self._read_said(said.get(name)) for name in ('summary', 'wishes', 'question')):
            raise UserError(self.env._("Write in a few words what the customer said: the case begins with it."))

    @api.model
    def _get_worded_results(self):
        """Hook: results that need the main points of the talk; the screen asks for them where nothing is written yet."""
        return ('complaint', 'suggestion')

    @api.model
    def _read_said(self, text):
        return text.strip()[:LONGEST] if isinstance(text, str) else ''

    def _finish(self, result):
        for followup in self:
            followup.write({
                'state': 'done', 'result': result, 'ended_date': fields.Datetime.now(), 'call_from': False,
                'taken_date': False})

    # === ANSWERS ===#

    def _get_invitation(self):
        """The survey that the call asks: of the visit the one that is there, and not answered yet."""
        self.ensure_one()
        Invitation = self.env['aftersales.survey.invitation'].sudo()  # sudo: who may call reads what the call is about
        survey = self.rule_id.survey_id
        if not survey:
            return Invitation
        found = Invitation.search([('order_id', '=', self.order_id.id)], limit=1) if self.order_id else Invitation
        return found or Invitation.new({
            'survey_id': survey.id, 'partner_id': self.partner_id.id, 'company_id': self.company_id.id,
            'order_id': self.order_id.id})

    def _keep_answers(self, answers):
        """Of a call that asks a questionnaire; who said nothing to it is asked another time."""
        answers = answers if isinstance(answers, dict) else {}
        read = {int(key): value for key, value in answers.items() if str(key).isdecimal() and len(str(key)) < 10}
        invitation = self._get_invitation()
        if not read or not invitation or invitation.state not in ('open', 'lapsed', 'skipped'):
            return
        if not invitation.id:
            invitation = invitation.create({
                'survey_id': self.rule_id.survey_id.id, 'partner_id': self.partner_id.id, 'company_id': self.company_id.id,
                'workshop_id': self.workshop_id.id, 'vehicle_id': self.vehicle_id.id, 'order_id': self.order_id.id,
                'complaint_id': self.complaint_id.id if self.anchor == 'complaint' else False, 'method': 'phone'})
        if invitation._answer(read, 'phone', interviewer=self.env.user):
            self.invitation_id = invitation

    # === WHAT IT LEADS TO ===#

    @api.model
    def _get_result_openers(self):
        """Hook: what a result opens; rooms add theirs by ``super()`` (and their result by ``selection_add``).

        :return: dict of result: name of a method of the step that takes what was written down
        """
        return {
            'booked': '_open_booking', 'estimate': '_open_estimate', 'complaint': '_open_complaint',
            'suggestion': '_open_suggestion', 'data': '_open_customer', 'insurance': '_open_insurance',
            'winback': '_open_winback',
        }

    def _get_keys(self):
        """Hook: results that are offered, with the keys that say them; rooms add theirs by ``super()``.

        N, B, M and W are taken: they say that nobody was reached.
        """
        return dict(KEYS)

    def _open_result(self, result, texts):
        opener = self._get_result_openers().get(result)
        return getattr(self, opener)(texts) if opener else False

    def _get_form(self, record, **context):
        return {
            'type': 'ir.actions.act_window', 'res_model': record._name, 'res_id': record[:1].id or False,
            'view_mode': 'form', 'views': [(False, 'form')], 'context': context}

    def _open_booking(self, texts):
        return self._get_form(
            self.env['aftersales.appointment'], default_vehicle_id=self.vehicle_id.id, default_partner_id=self.partner_id.id,
            default_workshop_id=self.workshop_id.id, default_channel='phone', default_shows_slots=True,
            default_concern=texts['wishes'] or texts['summary'])

    def _open_estimate(self, texts):
        """The work that was declined before, as it costs today; without any, an empty estimate."""
        vehicle = self.vehicle_id
        if not vehicle:
            raise UserError(self.env._("%(followup)s is about no car: no estimate can be made.", followup=self.display_name))
        # sudo: customer care writes no orders; an estimate as catalogue and prices give it binds nobody
        system = vehicle.sudo()
        declined = system.env['aftersales.job'].search([
            ('vehicle_id', '=', vehicle.id), ('declined_state', '=', 'open'), ('company_id', '=', self.company_id.id)])
        order = system._get_order_for_recommendations(self.company_id)
        declined.filtered(lambda job: job.order_id != order)._take_over(order)
        return self._get_form(order)

    def _open_complaint(self, texts):
        return self._get_form(self._create_word('complaint', texts))

    def _open_suggestion(self, texts):
        return self._get_form(self._create_word('suggestion', texts))

    def _create_word(self, kind, texts):
        story = '\n'.join(filter(None, (texts['summary'], texts['wishes'], texts['question'])))
        return self.env['aftersales.complaint'].with_company(self.company_id).create({
            'kind': kind, 'channel': 'call', 'company_id': self.company_id.id, 'workshop_id': self.workshop_id.id,
            'partner_id': self.partner_id.id, 'vehicle_id': self.vehicle_id.id, 'order_id': self.order_id.id,
            'story': story})

    def _open_customer(self, texts):
        """What changed is corrected in place; then the next call comes."""
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Customer's Data"), 'target': 'new',
            'res_model': 'aftersales.followup.data.wizard', 'view_mode': 'form', 'views': [(False, 'form')],
            'context': {'default_followup_id': self.id}}

    def _open_insurance(self, texts):
        what = self.env._("Insurance or annual inspection to be arranged for the customer.")
        return self._get_form(self._create_enquiry(what, texts))

    def _open_winback(self, texts):
        """Whoever leads the outlet decides what is offered."""
        what = self.env._("To be won back: decide what is offered to the customer.")
        return self._get_form(self._create_enquiry(what, texts, user=self._get_heads()[self]))

    def _create_enquiry(self, what, texts, user=None):
        """What somebody sees to, within the days in which enquiries are answered."""
        return self.env['aftersales.enquiry'].with_company(self.company_id).create({
            'channel': 'phone', 'company_id': self.company_id.id, 'workshop_id': self.workshop_id.id,
            'user_id': (user or self.env.user).id, 'vehicle_id': self.vehicle_id.id, 'partner_id': self.partner_id.id,
            'question': '\n'.join(filter(None, (what, texts['summary'], texts['wishes'])))})

    def _get_result_keys(self):
        """What the screen offers, with its keys."""
        labels, worded = dict(self._fields['result']._description_selection(self.env)), self._get_worded_results()
        return [
            {'value': name, 'label': labels[name], 'key': key, 'worded': name in worded}
            for name, key in self._get_keys().items()]

    @api.model
    def _get_choices(self, name):
        return [{'value': value, 'label': label} for value, label in self._fields[name]._description_selection(self.env)]
