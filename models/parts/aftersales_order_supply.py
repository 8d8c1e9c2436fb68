from markupsafe import Markup, escape

from odoo import models

ARRIVAL_ACTIVITY = 'aftersales.mail_activity_parts_arrived'


class AftersalesOrder(models.Model):
    """The advisor learns that parts are here as soon as stock has set them aside (H3)."""

    _inherit = 'aftersales.order'

    def _get_waits(self):
        lines = self.job_ids.filtered(lambda job: job.is_open and job._is_live()).line_ids
        return super()._get_waits() + [
            self.env._("Not here: %(part)s", part=line.product_id.name)
            for line in lines if line.parts_state == 'not_here']

    def _tell_advisor_of_arrival(self, lines):
        """A task that names what has come and what is still missing, and a message on the screen."""
        self.ensure_one()
        user = self.user_id or self.workshop_id.manager_id or self.env.ref('base.user_root')
        words = self.with_context(lang=user.lang)
        arrived = [
            f'{line.product_id.display_name} × {line.quantity:g}' for line in lines.with_env(words.env)]
        missing = words.line_ids.filtered('parts_awaited_since').mapped('product_id.display_name')
        plate = self.license_plate or self.name
        note = Markup('<ul>%s</ul>') % Markup().join(Markup('<li>%s</li>') % text for text in arrived)
        if missing:
            note += Markup('<p>%s</p>') % words.env._("Still missing: %(parts)s", parts=", ".join(missing))
        earlier = self.activity_search([ARRIVAL_ACTIVITY], user_id=user.id)
        if earlier:
            earlier[0].note = note + earlier[0].note
        else:
            self.activity_schedule(
                ARRIVAL_ACTIVITY, user_id=user.id,
                summary=words.env._("Parts are here: %(plate)s", plate=plate), note=escape(note))
        user._bus_send('simple_notification', {
            'type': 'success',
            'title': words.env._("Parts are here: %(plate)s", plate=plate),
            'message': ", ".join(arrived),
            'sticky': True,
        })

    def _settle_arrivals(self):
        """What had come was handed out, or is not needed any more: nobody has to act on it."""
        tasks = self._get_planned_tasks(ARRIVAL_ACTIVITY)
        told = self.filtered(lambda order: order.id in tasks.mapped('res_id'))  # stock is asked for these alone
        settled = told.filtered(lambda order: order.is_locked or order.parts_state not in ('here', 'on_the_way', 'not_here'))
        tasks.filtered(lambda task: task.res_id in settled.ids).unlink()
