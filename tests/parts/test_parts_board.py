import json

from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestPartsBoard(PartsCommon):
    """Where the parts of a job are, on its card of the workshop board (H3)."""

    def _get_states(self):
        self.env.invalidate_all()
        board = self.env['aftersales.workshop'].with_user(self.user_technician).get_board(self.workshop.id)
        return [card['parts'] for card in board['cards']]

    def _read_news(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        messages = self.env['bus.bus'].sudo().search([('message', 'like', 'aftersales.board/changed')])
        visits = [json.loads(message.message)['payload']['visits'] for message in messages]
        messages.unlink()
        return visits

    def test_the_worst_part_counts(self):
        self._create_approved((self.pads, 2), (self.disc, 9))
        self.assertEqual(self._get_states(), ['not_here'])

    def test_issued_parts_are_news(self):
        order = self._create_approved((self.pads, 2))
        self.assertEqual(self._get_states(), ['here'])
        self._read_news()
        self._issue(order).button_validate()
        self.assertEqual(self._read_news(), [[f'order-{order.id}']])
        self.assertEqual(self._get_states(), ['issued'])
