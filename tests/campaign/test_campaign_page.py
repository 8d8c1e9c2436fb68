from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.aftersales.controllers.campaign.invitations import given_answers
from odoo.addons.aftersales.tests.dealership.campaign import CampaignCommon
from odoo.addons.aftersales.tests.dealership.survey import TUESDAY


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestCampaignPage(CampaignCommon, HttpCase):
    """J5, O1: the customer answers by his link; it shows the event and nothing of him."""

    def setUp(self):
        super().setUp()
        given_answers.clear()
        self.cars = self._create_event_cars(2)
        self.mine, self.other = (guest.sudo() for guest in self._invite(self._create_campaign(seat_count=3)))
        self.authenticate(None, None)

    def _get_token(self, guest):
        return guest._portal_ensure_token()

    def _open(self, guest, token=None):
        return self.url_open(f'/my/invitations/{guest.id}?access_token={token or self._get_token(guest)}')

    def _answer(self, guest, token=None, **post):
        page = self._open(guest)
        csrf = page.text.split('name="csrf_token" value="')[1].split('"')[0] if 'csrf_token' in page.text else ''
        return self.url_open(f'/my/invitations/{guest.id}', data={
            'access_token': token or self._get_token(guest), 'csrf_token': csrf, **post})

    def test_answers_by_link(self):
        """J5: I come with two, I cannot, I come after all; the page names neither him nor his car."""
        page = self._open(self.mine)
        self.assertIn("Course in spring", page.text)
        self.assertIn("Hall 2", page.text)
        for secret in (self.mine.partner_id.name, self.mine.partner_id.email, self.mine.license_plate):
            self.assertNotIn(secret, page.text)
        self.assertIn("We have noted it".lower(), self._answer(self.mine, answer='comes', persons='2').text.lower())
        self.env.invalidate_all()
        self.assertEqual((self.mine.state, self.mine.persons, self.mine.source), ('registered', 2, 'page'))
        self._answer(self.other, answer='comes', persons='2')
        self.env.invalidate_all()
        self.assertEqual(self.other.state, 'waiting')
        self._answer(self.mine, answer='declines')
        self.env.invalidate_all()
        self.assertEqual((self.mine.state, self.other.state), ('declined', 'registered'))

    def test_strange_links_are_alike(self):
        """J5, M1: a guessed token, another's token, an invitation that is not there and one that is over: one answer."""
        answers = [
            self._open(self.mine, 'x' * 36), self._open(self.mine, self._get_token(self.other)),
            self.url_open(f'/my/invitations/{self.mine.id}'),
            self.url_open(f'/my/invitations/2147483647?access_token={self._get_token(self.mine)}')]
        with freeze_time('2026-04-20 02:00:00'):
            answers.append(self._open(self.mine))
        self.assertEqual({answer.status_code for answer in answers}, {404})
        bodies = {answer.text.replace(str(self.mine.id), 'N').replace('2147483647', 'N') for answer in answers}
        self.assertEqual(len(bodies), 1)

    def test_hostile_posts_change_nothing(self):
        """J5, M1: without the key, with nonsense for numbers, with an answer nobody offers: nothing is changed."""
        for post in (
                {'answer': 'comes', 'persons': '51'}, {'answer': 'comes', 'persons': '-1'}, {'answer': 'comes', 'persons': 'x'},
                {'answer': 'attended'}, {'answer': 'rate', 'stars': '5'}, {}, {'answer': ''}):
            self._answer(self.mine, **post)
            self.env.invalidate_all()
            self.assertEqual((self.mine.state, self.mine.given_stars), ('listed', 0), post)
        self._answer(self.mine, token=self._get_token(self.other), answer='comes', persons='1')
        self.env.invalidate_all()
        self.assertEqual(self.mine.state, 'listed')

    def test_one_click_refusal(self):
        """J3, J5: who wants no such invitations says so on the page: he is on no list any more."""
        self.assertIn("no more such invitations", self._answer(self.mine, answer='stop').text)
        self.env.invalidate_all()
        self.assertEqual((self.mine.state, self.mine.drop_reason), ('dropped', 'refused'))
        self.assertTrue(self.mine.partner_id._refuses('mail', 'followup'))
        self.assertTrue(self.mine.partner_id._refuses('call', 'marketing'))

    def test_house_answers_nothing(self):
        """O1, M1: whoever works here sees the page, no key, and answers nothing in the customer's name."""
        self.authenticate(self.user_care.login, self.user_care.login)
        page = self.url_open(f'/my/invitations/{self.mine.id}')
        self.assertIn("The customer answers here", page.text)
        self.assertNotIn(self._get_token(self.mine), page.text)
        self._answer(self.mine, answer='comes', persons='1')
        self.env.invalidate_all()
        self.assertEqual(self.mine.state, 'listed')
        with self.assertRaises(AccessError):
            self.mine.with_user(self.user_care).read(['access_token'])

    def test_stars_after_the_course(self):
        """J5: whoever came says how it was, once, for thirty days."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_campaign_guest SET state = 'attended' WHERE id = %s", (self.mine.id,))
        self.env.invalidate_all()
        with freeze_time('2026-04-01 02:00:00'):
            self._answer(self.mine, answer='rate', stars='4', words="Clear and kind")
            self.env.invalidate_all()
            self.assertEqual((self.mine.given_stars, self.mine.feedback), (4, "Clear and kind"))
            self.assertNotIn('name="stars"', self._open(self.mine).text)
        with freeze_time('2026-05-20 02:00:00'):
            self.assertEqual(self._open(self.mine).status_code, 404)
