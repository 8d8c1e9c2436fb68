import json

from markupsafe import Markup

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.planning import BoardCommon


@tagged('post_install', '-at_install')
class TestBoardNews(BoardCommon):
    """Open boards are told of a change by one message a transaction and outlet."""

    def setUp(self):
        super().setUp()
        self._read_news()

    def _read_news(self):
        """End of the transaction, as far as the bus is concerned: what was sent to this outlet's boards."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        channel = json.dumps([self.env.cr.dbname, 'aftersales.workshop', self.workshop.id, 'board'], separators=(',', ':'))
        messages = self.env['bus.bus'].sudo().search([('channel', '=', channel)])
        news = [json.loads(message.message)['payload'] for message in messages]
        messages.unlink()
        return news

    def test_one_message_for_many_changes(self):
        self._plan(self.job, 8, 10, technician_id=self.technician.id)
        self._plan(self.job_2, 10, 11, technician_id=self.technician.id)
        self.job.with_user(self.user_technician).action_clock_start()
        self.assertEqual(self._read_news(), [{
            'workshop': self.workshop.id,
            'visits': sorted(f'order-{order.id}' for order in (self.order, self.order_2)),
        }])

    def test_whatever_a_card_shows_is_news(self):
        approved = self._receive_approved()
        self._read_news()
        changes = {
            'plan': lambda: self._plan(self.job, 8, 10),
            'state': lambda: self.job.with_user(self.user_technician).action_start(),
            'hold': lambda: self.job.sudo()._open_hold('parts'),
            'hold closed': lambda: self.job.sudo().hold_ids.write({'stop': self._at(7)}),
            'customer': lambda: self.order.sudo().write({'user_id': self.user_manager.id}),
            'line': lambda: approved.job_ids.line_ids[:1].with_user(self.user_advisor).write({'quantity': 9}),
            'answer': lambda: approved.job_ids._approve('phone'),
            'cancelled': lambda: self.cancel(self.order_2.with_user(self.user_advisor)),
        }
        for name, change in changes.items():
            with self.subTest(name):
                change()
                self.assertEqual(len(self._read_news()), 1)

    def test_talk_is_no_news(self):
        self.order.with_user(self.user_advisor).message_post(body=Markup("Hello"))
        self.order.sudo().color = 3
        self.assertFalse(self._read_news())

    def test_too_many_to_name(self):
        self._receive_jobs(50)
        self.assertEqual(self._read_news(), [{'workshop': self.workshop.id, 'visits': False}])

    def test_only_who_may_read_the_outlet_listens(self):
        outsider = new_test_user(
            self.env, login='news_outsider', groups='base.group_user,aftersales.group_dispatcher',
            company_id=self.other_company.id, company_ids=[Command.set(self.other_company.ids)])
        stranger = new_test_user(self.env, login='news_stranger', groups='base.group_user')
        portal = new_test_user(self.env, login='news_portal', groups='base.group_portal')
        asked = [f'aftersales.workshop_{self.workshop.id}']
        for user, listens in (
            (self.user_technician, True), (self.user_dispatcher, True),
            (outsider, False), (stranger, False), (portal, False), (self.env.ref('base.public_user'), False),
        ):
            with self.subTest(user.login):
                channels = self.env['ir.websocket'].with_user(user)._build_board_channels(asked)
                self.assertEqual(channels, [(self.workshop, 'board')] if listens else [])
